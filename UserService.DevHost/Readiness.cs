using System.Net;

namespace UserService.DevHost;

/// <summary>Asks an HTTP address until it answers well.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(5);

    /// <summary>Null when the address answered 200 (or a redirect to a page); else what stood in the way.</summary>
    public static async Task<string?> WaitAsync(Uri address, TimeSpan patience, Task processExit, CancellationToken ct)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
        using var client = new HttpClient(handler) { Timeout = AnswerPatience };
        var last = "nothing answers";
        var deadline = Task.Delay(patience, ct);
        while (!deadline.IsCompleted)
        {
            if (processExit.IsCompleted)
            {
                return "it ended";
            }

            try
            {
                using var answer = await client.GetAsync(address, ct);
                if (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Found)
                {
                    return null;
                }

                last = $"{address} answers {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(ct)}";
            }
            catch (HttpRequestException error)
            {
                last = $"{address}: {error.Message}";
            }
            catch (TaskCanceledException) when (!ct.IsCancellationRequested)
            {
                last = $"{address} does not answer within {AnswerPatience.TotalSeconds:0} s";
            }

            await Task.Delay(Look, ct);
        }

        ct.ThrowIfCancellationRequested();
        return last;
    }
}
