using System.Diagnostics.Metrics;
using UserService.Core.Mfa.Challenges;

namespace UserService.Core.Authentication;

/// <summary>Meter <c>UserService.Authentication</c>: how signing in goes. Labels are few and fixed: no customer, no address.</summary>
internal static class AuthenticationTelemetry
{
    private static readonly Meter Meter = new("UserService.Authentication");
    private static readonly Counter<long> Logins = Meter.CreateCounter<long>("user_service.logins", "{attempt}", "Steps of signing in, by step and outcome");
    private static readonly Counter<long> Factors = Meter.CreateCounter<long>("user_service.factors", "{proof}", "Proofs of second factors, by purpose, method and outcome");
    private static readonly Counter<long> Refreshes = Meter.CreateCounter<long>("user_service.refreshes", "{refresh}", "Refreshes, by outcome; reused is a token that somebody has a copy of");

    /// <param name="step"><c>password</c>, <c>second_factor</c> or <c>passkey</c>.</param>
    public static LoginResult Login(string step, LoginResult result)
    {
        var outcome = result switch
        {
            LoginResult.Authenticated => "authenticated",
            LoginResult.MfaRequired => "challenged",
            LoginResult.Failed failed => failed.Error.Code,
            _ => "other",
        };
        Logins.Add(1, new KeyValuePair<string, object?>("step", step), new KeyValuePair<string, object?>("outcome", outcome));
        return result;
    }

    public static FactorProofResult Factor(string purpose, string method, FactorProofResult result)
    {
        // What a caller made up is no label.
        if (result is FactorProofResult.NotOffered)
            method = "not_offered";
        var outcome = result switch
        {
            FactorProofResult.Proven => "proven",
            FactorProofResult.Refused => "refused",
            _ => "gone",
        };
        if (result is not FactorProofResult.Gone)
            Factors.Add(1, new("purpose", purpose), new("method", method), new("outcome", outcome));
        return result;
    }

    public static RefreshResult Refresh(RefreshResult result)
    {
        Refreshes.Add(1, new KeyValuePair<string, object?>("outcome", result is RefreshResult.Refreshed ? "refreshed" : "refused"));
        return result;
    }

    public static void RefreshReused() => Refreshes.Add(1, new KeyValuePair<string, object?>("outcome", "reused"));
}
