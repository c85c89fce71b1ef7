using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace UserService.Tests.Fixtures;

/// <summary>A connection to a browser's DevTools: commands by number, answers whenever they come.</summary>
public sealed class DevTools : IAsyncDisposable
{
    private readonly ClientWebSocket socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> waiting = new();
    private readonly SemaphoreSlim sending = new(1, 1);
    private readonly CancellationTokenSource closing = new();
    private Task reading = Task.CompletedTask;
    private int last;

    private DevTools()
    {
    }

    public static async Task<DevTools> ConnectAsync(Uri endpoint)
    {
        var tools = new DevTools();
        await tools.socket.ConnectAsync(endpoint, CancellationToken.None);
        tools.reading = tools.ReadAsync();
        return tools;
    }

    /// <summary>Runs a command; fails with the browser's words where it refuses.</summary>
    public async Task<JsonElement> CallAsync(string method, object parameters, string? session = null)
    {
        var id = Interlocked.Increment(ref last);
        var answer = waiting[id] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        var command = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = JsonSerializer.SerializeToNode(parameters, JsonSerializerOptions.Web) };
        if (session is not null)
            command["sessionId"] = session;
        await sending.WaitAsync();
        try
        {
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(command), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            sending.Release();
        }

        var message = await answer.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return message.TryGetProperty("error", out var error)
            ? throw new InvalidOperationException($"{method}: {error.GetProperty("message").GetString()}")
            : message.GetProperty("result");
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await reading;
        socket.Dispose();
        sending.Dispose();
        closing.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), closing.Token);
                message.Write(buffer, 0, received.Count);
                if (!received.EndOfMessage)
                    continue;
                using var json = JsonDocument.Parse(message.GetBuffer().AsMemory(0, (int)message.Length));
                if (json.RootElement.TryGetProperty("id", out var id) && waiting.TryRemove(id.GetInt32(), out var answer))
                    answer.SetResult(json.RootElement.Clone());
                message.SetLength(0);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or JsonException)
        {
            foreach (var answer in waiting.Values)
                answer.TrySetException(new InvalidOperationException("The connection to the browser ended."));
        }
    }
}
