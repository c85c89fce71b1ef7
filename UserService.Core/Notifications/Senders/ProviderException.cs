namespace UserService.Core.Notifications.Senders;

/// <summary>A provider did not take a message; another may, or the same later.</summary>
public sealed class ProviderException : Exception
{
    public ProviderException()
    {
    }

    /// <param name="code">Such as <c>twilio_429</c>; names no person.</param>
    public ProviderException(string code)
        : base(code)
    {
    }

    public ProviderException(string code, Exception inner)
        : base(code, inner)
    {
    }
}
