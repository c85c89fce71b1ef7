namespace UserService.Core.Storage;

/// <summary>The object store cannot be reached, refuses, or is not configured: an outage, not the caller's fault.</summary>
public sealed class StorageUnavailableException : Exception
{
    public StorageUnavailableException()
    {
    }

    public StorageUnavailableException(string message)
        : base(message)
    {
    }

    public StorageUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
