using System.Security.Cryptography;
using System.Text;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Errors;
using UserService.Core.Idempotency;

namespace UserService.Api.Http;

/// <summary>
/// Honours <c>Idempotency-Key</c> on every POST below <c>/v1</c>: the same key and content get the first answer again, other content is told so
/// with 422, and a repetition while the first is under way with 409. Only what succeeded is remembered: a refusal changed nothing, and after a step-up
/// or a corrected member the same key must work. Answers that hold tokens or secrets are never kept, not even encrypted.
/// </summary>
internal static class Idempotency
{
    public const string Header = "Idempotency-Key";
    private const int LongestKey = 255;

    public static readonly Error InvalidKey = new("invalid_idempotency_key", ErrorKind.Invalid, "Idempotency-Key takes 1 to 255 printable ASCII characters, such as a UUID.");
    public static readonly Error Reused = new("idempotency_key_reused", ErrorKind.Unprocessable, "This Idempotency-Key was sent with other content; use a new key for a new request.");

    public static readonly Error InFlight = new("idempotency_in_flight", ErrorKind.Conflict, "The first request with this Idempotency-Key is not finished; repeat it in a moment.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public static Task InvokeAsync(HttpContext context, RequestDelegate next) =>
        context.Request.Headers.TryGetValue(Header, out var sent) && Honours(context.Request.Method, context.Request.Path, context.GetEndpoint()?.Metadata)
            ? HonourAsync(context, sent.ToString(), next)
            : next(context);

    /// <summary>Whether the key means anything there; elsewhere it is ignored.</summary>
    public static bool Honours(string method, PathString path, EndpointMetadataCollection? metadata) =>
        HttpMethods.IsPost(method) && path.StartsWithSegments("/v1", StringComparison.Ordinal) && metadata?.GetMetadata<NeverRemembered>() is null;

    private static async Task HonourAsync(HttpContext context, string key, RequestDelegate next)
    {
        if (key.Length is 0 or > LongestKey || key.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            await Problems.WriteAsync(context, InvalidKey);
            return;
        }

        var ct = context.RequestAborted;
        var answers = context.RequestServices.GetRequiredService<IIdempotentAnswers>();
        var scope = Scope(context, key);
        context.Request.EnableBuffering(bufferThreshold: 64 * 1024);
        var content = await SHA256.HashDataAsync(context.Request.Body, ct);
        context.Request.Body.Position = 0;
        switch (await answers.BeginAsync(scope, content, ct))
        {
            case IdempotencyStart.Answered(var answer):
                await RepeatAsync(context.Response, answer, ct);
                break;
            case IdempotencyStart.Reused:
                await Problems.WriteAsync(context, Reused);
                break;
            case IdempotencyStart.InFlight:
                await Problems.WriteAsync(context, InFlight);
                break;
            default:
                await RunAsync(context, answers, scope, next);
                break;
        }
    }

    // Remembered or given back even where the caller has gone: that is whom the key is for.
    private static async Task RunAsync(HttpContext context, IIdempotentAnswers answers, byte[] scope, RequestDelegate next)
    {
        var response = context.Response;
        var body = response.Body;
        using var copy = new MemoryStream();
        var kept = false;
        try
        {
            response.Body = copy;
            await next(context);
            response.Body = body;

            if (response.StatusCode is >= 200 and < 300)
            {
                var answer = new IdempotentAnswer(response.StatusCode, response.ContentType, Text(response.Headers.Location), Text(response.Headers.ETag), copy.ToArray());
                await answers.CompleteAsync(scope, answer, CancellationToken.None);
                kept = true;
            }
        }
        finally
        {
            response.Body = body;
            if (!kept)
                await answers.AbandonAsync(scope, CancellationToken.None);
        }

        copy.Position = 0;
        await copy.CopyToAsync(body, context.RequestAborted);
    }

    private static async Task RepeatAsync(HttpResponse response, IdempotentAnswer answer, CancellationToken ct)
    {
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        if (answer.Location is not null)
            response.Headers.Location = answer.Location;
        if (answer.ETag is not null)
            response.Headers.ETag = answer.ETag;
        response.Headers["Idempotency-Replayed"] = "true";
        if (answer.Body.Length > 0)
            await response.Body.WriteAsync(answer.Body, ct);
    }

    // A caller is her account; without one the key itself, which others would have to guess together with the content.
    private static byte[] Scope(HttpContext context, string key)
    {
        var caller = context.Features.Get<ValidatedToken>()?.Subject is { } subject ? $"{subject.UserId:N} {subject.ClientId}" : "anonymous";
        return SHA256.HashData(Encoding.UTF8.GetBytes($"{caller}\n{context.Request.Path}\n{key}"));
    }

    private static string? Text(Microsoft.Extensions.Primitives.StringValues values) => values.Count == 0 ? null : values.ToString();
}

/// <summary>The answer holds tokens, secrets or personal data that are shown once, or the caller has ids of its own: <c>Idempotency-Key</c> is ignored.</summary>
internal sealed record NeverRemembered;

internal static class NeverRememberedEndpoints
{
    public static T NeverRemembers<T>(this T endpoints)
        where T : IEndpointConventionBuilder => endpoints.WithMetadata(new NeverRemembered());
}
