using Microsoft.Extensions.Options;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Configuration;

namespace UserService.Core.Mfa.Passkeys;

/// <summary>Who passkeys are made for. Section <c>Passkeys</c>.</summary>
public sealed class PasskeyOptions
{
    public const string Section = "Passkeys";

    /// <summary>
    /// The relying party id: the host of the pages that use passkeys, or a domain above it (WebAuthn §5.1.2). A passkey works for the id that it was made
    /// for and for no other, so changing it makes all of them useless. Default: the host of <c>Tokens:Issuer</c>.
    /// </summary>
    [Example("bank.example")]
    public string RelyingPartyId { get; set; } = "";

    /// <summary>
    /// The origins that may use passkeys, such as <c>https://app.bank.example</c>, and <c>android:apk-key-hash:…</c> for an Android app.
    /// Default: the origin of <c>Tokens:Issuer</c>.
    /// </summary>
    [Example("https://app.bank.example")]
    public string[] Origins { get; set; } = [];

    /// <summary>How long a ceremony may take. Default 5 minutes, the most that WebAuthn §15.1 advises where the user must be verified is 10.</summary>
    public TimeSpan CeremonyLifetime { get; set; } = TimeSpan.FromMinutes(5);
}

/// <summary>Takes what is not configured from the address of the service itself.</summary>
internal sealed class PasskeyDefaults(IOptions<TokenOptions> tokens) : IPostConfigureOptions<PasskeyOptions>
{
    public void PostConfigure(string? name, PasskeyOptions options)
    {
        if (!Uri.TryCreate(tokens.Value.Issuer, UriKind.Absolute, out var issuer))
            return;
        if (options.RelyingPartyId.Length == 0)
            options.RelyingPartyId = issuer.Host;
        if (options.Origins.Length == 0)
            options.Origins = [issuer.GetLeftPart(UriPartial.Authority)];
    }
}

/// <summary>Refuses what browsers would refuse later, and what would let other sites in.</summary>
internal sealed class PasskeyOptionsValidator : IValidateOptions<PasskeyOptions>
{
    private const string AndroidApp = "android:apk-key-hash:";

    public ValidateOptionsResult Validate(string? name, PasskeyOptions options)
    {
        List<string> faults = [];
        if (Uri.CheckHostName(options.RelyingPartyId) is not UriHostNameType.Dns)
            faults.Add($"Passkeys:RelyingPartyId \"{options.RelyingPartyId}\" is no domain name; WebAuthn knows no addresses.");
        faults.AddRange(options.Origins.Where(o => !IsAllowed(o, options.RelyingPartyId)).Select(o =>
            $"Passkeys:Origins \"{o}\" is not an https origin (or http on localhost) of {options.RelyingPartyId} or below it, without path."));
        if (options.CeremonyLifetime < TimeSpan.FromSeconds(30) || options.CeremonyLifetime > TimeSpan.FromMinutes(10))
            faults.Add("Passkeys:CeremonyLifetime is from 30 seconds to 10 minutes.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static bool IsAllowed(string origin, string relyingParty) =>
        origin.StartsWith(AndroidApp, StringComparison.Ordinal)
            ? origin.Length > AndroidApp.Length
            : Uri.TryCreate(origin, UriKind.Absolute, out var uri)
              && uri.GetLeftPart(UriPartial.Authority) == origin
              && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
              && (uri.Host == relyingParty || uri.Host.EndsWith("." + relyingParty, StringComparison.Ordinal));
}
