using Grpc.AspNetCore.Server;
using Grpc.Core;

namespace UserService.Grpc.Calls;

/// <summary>
/// Gives unary calls that have no deadline one: behind a hanging database a caller who waits for ever would pile up with others like her.
/// Streams may run as long as they are wanted.
/// </summary>
internal static class CallDeadlines
{
    /// <summary>Configuration: the deadline of calls that bring none. Default 10 seconds.</summary>
    private const string Key = "Grpc:DefaultDeadline";
    private const string Header = "grpc-timeout"; // https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(10);

    public static void UseCallDeadlines(this WebApplication app)
    {
        var deadline = app.Configuration.GetValue(Key, Usual);
        if (deadline <= TimeSpan.Zero || deadline > TimeSpan.FromHours(1))
            throw new InvalidOperationException($"{Key} must lie between 0 and an hour, for example 00:00:10.");
        var value = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(long)deadline.TotalMilliseconds}m");
        app.Use(async (context, next) =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.Type == MethodType.Unary && !context.Request.Headers.ContainsKey(Header))
                context.Request.Headers[Header] = value;
            await next(context);
        });
    }
}
