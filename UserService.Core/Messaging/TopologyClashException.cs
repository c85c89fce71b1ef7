using RabbitMQ.Client.Exceptions;

namespace UserService.Core.Messaging;

/// <summary>A queue or an exchange exists on the broker and is not what this version needs: an operator has to decide.</summary>
public sealed class TopologyClashException : Exception
{
    // AMQP 0-9-1: "precondition-failed", the answer to a declaration that differs from what exists.
    private const ushort PreconditionFailed = 406;

    public TopologyClashException(string name, Exception inner)
        : base(
            $"'{name}' exists on the broker with other properties than this version declares ({Reason(inner)}). "
            + "Nothing was changed. Remedy: empty and delete it, or rename it, then wait: it is declared again within half a minute.",
            inner)
    {
    }

    public TopologyClashException()
    {
    }

    public TopologyClashException(string message)
        : base(message)
    {
    }

    internal static async Task WatchAsync(string name, Func<Task> declare)
    {
        try
        {
            await declare();
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == PreconditionFailed)
        {
            throw new TopologyClashException(name, e);
        }
    }

    private static string Reason(Exception inner) => (inner as OperationInterruptedException)?.ShutdownReason?.ReplyText ?? inner.Message;
}
