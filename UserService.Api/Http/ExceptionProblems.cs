using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using StackExchange.Redis;
using UserService.Core.Errors;
using UserService.Core.Protection;
using UserService.Core.Storage;

namespace UserService.Api.Http;

/// <summary>Turns what was thrown into a problem: bad input names its field, an absent dependency is 503, a bug is a 500 that says nothing.</summary>
internal sealed partial class ExceptionProblems(ILogger<ExceptionProblems> log) : IExceptionHandler
{
    public static readonly Error Internal = new("internal_error", ErrorKind.Unavailable, "Something went wrong here; the trace id helps to find it.");

    /// <summary>Whatever changes a row can lose a race for it.</summary>
    public static readonly Error ChangedMeanwhile = new("conflict", ErrorKind.Conflict, "Somebody else changed it at the same moment; try again.");

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        RequestGuard.Protect(httpContext.Response.Headers);
        switch (exception)
        {
            case BadHttpRequestException { InnerException: JsonException json }:
                await Problems.From(Describe(json)).ExecuteAsync(httpContext);
                return true;
            case BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } bad:
                await Problems.From(Describe(bad)).ExecuteAsync(httpContext);
                return true;
            case BadHttpRequestException bad:
                httpContext.Response.StatusCode = bad.StatusCode; // 413, 415
                return await WriteBareAsync(httpContext);
            case OperationCanceledException when httpContext.RequestAborted.IsCancellationRequested:
                httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                return true;
            case DbUpdateConcurrencyException or DbUpdateException { InnerException: PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } }: // changed, or made, by somebody else
                await Problems.WriteAsync(httpContext, ChangedMeanwhile);
                return true;
            case not null when IsOutage(exception):
                Log.DependencyAway(log, exception);
                await Problems.WriteAsync(httpContext, CommonErrors.Unavailable);
                return true;
            default:
                Log.Unexpected(log, exception!);
                httpContext.Response.StatusCode = StatusCodes.Status500InternalServerError;
                return await WriteBareAsync(httpContext);
        }
    }

    private static FieldErrors Describe(JsonException json)
    {
        var errors = new FieldErrors();
        var message = json.Message;
        var path = Field(json.Path);
        if (message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal))
            errors.Add(Quoted().Match(message).Groups[1].Value is { Length: > 0 } name && !path.EndsWith(name, StringComparison.Ordinal) ? Join(path, name) : path, "There is no such member.");
        else if (message.Contains("Duplicate", StringComparison.OrdinalIgnoreCase))
            errors.Add(path, "Given more than once.");
        else
            errors.Add(path, "Not valid JSON here, or not of the right type.");
        return errors;
    }

    // The framework names a parameter as "string to", or the body in some other words.
    private static FieldErrors Describe(BadHttpRequestException bad)
    {
        var errors = new FieldErrors();
        var parameter = Parameter().Match(bad.Message);
        var inAddress = parameter.Success && !bad.Message.Contains("from body", StringComparison.Ordinal);
        errors.Add(inAddress ? parameter.Groups[1].Value : "body", inAddress ? AddressFaults.Message : "Missing, or cut off.");
        return errors;
    }

    // System.Text.Json says "$.device.name"; clients know the member as "device.name", and the whole body as "body".
    private static string Field(string? path) => path is null or "$" or "" ? "body" : path.TrimStart('$').TrimStart('.');

    private static string Join(string path, string name) => path == "body" ? name : $"{path}.{name}";

    private static bool IsOutage(Exception exception) => exception switch
    {
        PostgresException postgres => postgres.IsTransient || postgres.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections,
        NpgsqlException or RedisException or KeyVaultUnavailableException or StorageUnavailableException or SocketException or TimeoutException or RetryLimitExceededException => true,
        { InnerException: { } inner } => IsOutage(inner),
        _ => false,
    };

    private static ValueTask<bool> WriteBareAsync(HttpContext context) =>
        context.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = { Status = context.Response.StatusCode, Type = "about:blank", Extensions = { ["code"] = Code(context.Response.StatusCode) } },
        });

    private static string Code(int status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => "payload_too_large",
        StatusCodes.Status415UnsupportedMediaType => "unsupported_media_type",
        >= 500 => Internal.Code,
        _ => CommonErrors.InvalidRequest.Code,
    };

    [GeneratedRegex("parameter \"\\S+ (\\w+)\"")]
    private static partial Regex Parameter();

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();
}
