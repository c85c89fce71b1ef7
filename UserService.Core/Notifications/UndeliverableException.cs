namespace UserService.Core.Notifications;

/// <summary>A message that its provider refuses for good: the address or number cannot be reached, whoever tries.</summary>
public sealed class UndeliverableException : Exception
{
    public UndeliverableException()
        : base("undeliverable")
    {
    }

    /// <param name="code">The provider's code, which names no person.</param>
    public UndeliverableException(string code)
        : base(code)
    {
    }

    public UndeliverableException(string code, Exception inner)
        : base(code, inner)
    {
    }
}
