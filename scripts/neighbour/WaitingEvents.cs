using System.Text.Json;
using RabbitMQ.Client;

namespace Neighbour;

/// <summary>Shows the events about one user that wait in the queue for events that nobody is bound for, and leaves them there.</summary>
internal static class WaitingEvents
{
    private const string Queue = "user.events.unrouted";

    public static async Task<int> ShowAsync(Uri broker, string subject)
    {
        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();

        // Nothing is acknowledged: all goes back when the channel closes.
        while (await channel.BasicGetAsync(Queue, autoAck: false) is { } message)
        {
            using var cloudEvent = JsonDocument.Parse(message.Body);
            if (cloudEvent.RootElement.TryGetProperty("subject", out var about) && about.ValueEquals(subject))
                Console.WriteLine(cloudEvent.RootElement.GetRawText());
        }

        return 0;
    }
}
