using System.Globalization;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Errors;

namespace UserService.Api.Http;

/// <summary>Asks for a recent, strong sign-in where an act needs one (RFC 9470).</summary>
internal static class StepUp
{
    /// <summary>How recent a second factor must be. 15 minutes: long enough to fill in a form, short beside the 30-minute idle limit.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(15);

    public static readonly Error Insufficient = new(
        "insufficient_user_authentication", ErrorKind.Unauthenticated, "This needs a recent sign-in with a second factor; step up and repeat the request.");

    private static readonly string ChallengeParameters = string.Create(
        CultureInfo.InvariantCulture,
        $"error=\"insufficient_user_authentication\", error_description=\"A recent sign-in with a second factor is needed\", acr_values=\"aal2\", max_age=\"{(int)MaxAge.TotalSeconds}\"");

    /// <summary>Lets only callers through whose second factor is no older than <see cref="MaxAge"/>.</summary>
    public static TBuilder RequireRecentAal2<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter(static async (context, next) =>
        {
            var http = context.HttpContext;
            var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
            if (http.Features.Get<ValidatedToken>()?.Subject is { } subject && Suffices(subject, now))
                return await next(context);
            return Refuse(http);
        }).WithMetadata(RecentAal2.Needed);

    /// <summary>Answers for an endpoint filter that comes too late: an authorization policy.</summary>
    public static Task RefuseAsync(HttpContext http) => Refuse(http).ExecuteAsync(http);

    private static ProblemResult Refuse(HttpContext http)
    {
        var scheme = http.Features.Get<ValidatedToken>()?.Subject.KeyThumbprint is null ? "Bearer" : "DPoP";
        http.Response.Headers.WWWAuthenticate = $"{scheme} {ChallengeParameters}";
        return Problems.From(Insufficient);
    }

    private static bool Suffices(TokenSubject subject, DateTimeOffset now) =>
        subject.Acr is "aal2" or "aal3" && subject.AuthenticatedAt is { } at && now - at <= MaxAge;
}

/// <summary>Tells the OpenAPI document of <see cref="StepUp.RequireRecentAal2"/>.</summary>
internal sealed class RecentAal2
{
    public static readonly RecentAal2 Needed = new();
}
