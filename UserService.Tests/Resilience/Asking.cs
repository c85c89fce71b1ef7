using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Grpc.Core;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Resilience;

/// <summary>Asks the hosts and judges what they answer: the promised answer is given back, a bounded refusal counted, anything else noted.</summary>
internal sealed class Asking(Ledger ledger)
{
    /// <summary>Longer than any answer may take: the hosts' own limits are to be met first.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Between tries after a broken connection: refused connections cost nothing and would fill the ledger.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static HttpClient NewClient(Uri address) =>
        new(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = address, Timeout = Limit };

    /// <summary>The answer where it has the promised status, else null.</summary>
    public Task<JsonElement?> PostAsync(HttpClient client, string path, object body, HttpStatusCode promised) =>
        SendAsync(path, () => client.PostAsJsonAsync(path, body, CancellationToken.None), promised);

    public async Task<JsonElement?> SendAsync(string path, Func<Task<HttpResponseMessage>> send, HttpStatusCode promised)
    {
        try
        {
            using var response = await send();
            if (response.StatusCode == promised)
                return await response.ReadJsonAsync();
            if (response.StatusCode is HttpStatusCode.ServiceUnavailable && response.Content.Headers.ContentType?.MediaType == "application/problem+json")
                ledger.Refuse();
            else
                ledger.Note($"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }
        catch (HttpRequestException)
        {
            ledger.Break();
            await Task.Delay(Pause);
        }
        catch (TaskCanceledException)
        {
            ledger.Note($"{path}: no answer within {Limit.TotalSeconds:0} s");
        }

        return null;
    }

    /// <summary>The answer where there is one, else null.</summary>
    public async Task<T?> CallAsync<T>(string method, Metadata caller, Func<CallOptions, AsyncUnaryCall<T>> call)
        where T : class
    {
        using var limit = new CancellationTokenSource(Limit); // and no deadline: the host has one of its own
        try
        {
            using var running = call(new CallOptions(caller, cancellationToken: limit.Token));
            return await running.ResponseAsync;
        }
        catch (RpcException e)
        {
            if (limit.IsCancellationRequested)
                ledger.Note($"{method}: no answer within {Limit.TotalSeconds:0} s");
            else if (e.Status.DebugException is not null)
                await BrokenAsync(); // made up by the client, because the connection broke
            else if (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
                ledger.Refuse();
            else
                ledger.Note($"{method}: {e.StatusCode} {e.Status.Detail}");
            return null;
        }
    }

    private Task BrokenAsync()
    {
        ledger.Break();
        return Task.Delay(Pause);
    }
}
