namespace UserService.Core.Protection;

/// <summary>The key vault cannot be reached or refuses to serve: an outage, answered with 503, and never a reason to go on without encryption.</summary>
public sealed class KeyVaultUnavailableException : Exception
{
    public KeyVaultUnavailableException()
    {
    }

    public KeyVaultUnavailableException(string message)
        : base(message)
    {
    }

    public KeyVaultUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
