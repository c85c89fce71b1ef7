using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using UserService.Core.Errors;
using UserService.Core.Mfa.Factors;

namespace UserService.Api.Contracts;

/// <summary>What the caller can prove a sign-in with.</summary>
/// <param name="RecoveryCodesLeft">0 to 10.</param>
/// <param name="Required">Whether the account must keep at least one factor.</param>
internal sealed record FactorsResponse(IReadOnlyList<FactorResponse> Items, int RecoveryCodesLeft, bool Required);

/// <summary>A second factor.</summary>
/// <param name="Kind"><c>totp</c>, <c>passkey</c> or <c>sms</c>.</param>
/// <param name="Suspect">A passkey that seems to have been copied: it works no more.</param>
internal sealed record FactorResponse(Guid Id, string Kind, string? Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, bool Suspect);

/// <summary>A new factor, with a name for its owner.</summary>
internal sealed record AddFactorRequest
{
    /// <summary>1 to 100 characters, such as <c>Ada's phone</c>.</summary>
    public string? Name { get; init; }
}

/// <summary>The secret of an authenticator app; it is not shown again.</summary>
/// <param name="Secret">Base32, for typing.</param>
/// <param name="OtpauthUri">The same as a URI.</param>
/// <param name="QrPng">The same as a PNG, base64.</param>
internal sealed record TotpResponse(Guid FactorId, string Secret, string OtpauthUri, string QrPng)
{
    public override string ToString() => $"[totp secret of {FactorId}]";
}

/// <summary>The first code of an authenticator app.</summary>
internal sealed record ConfirmTotpRequest
{
    /// <summary>Six digits.</summary>
    [Required]
    public string? Code { get; init; }
}

/// <summary>New recovery codes; they are not shown again.</summary>
internal sealed record RecoveryCodesResponse(IReadOnlyList<string> Codes)
{
    public override string ToString() => "[recovery codes]";
}

/// <summary>A passkey that the browser has made.</summary>
internal sealed record AddPasskeyRequest
{
    /// <summary>1 to 100 characters, such as <c>Ada's laptop</c>.</summary>
    public string? Name { get; init; }

    /// <summary>What <c>navigator.credentials.create()</c> gave, by its <c>toJSON()</c>.</summary>
    [Required]
    public JsonElement? Credential { get; init; }
}

/// <summary>What <c>navigator.credentials</c> needs, to be read with <c>PublicKeyCredential.parse…OptionsFromJSON()</c>.</summary>
/// <param name="ChallengeId">Named in the answer; null where the session names the ceremony.</param>
internal sealed record PasskeyOptionsResponse(Guid? ChallengeId, JsonElement Options);

internal static class FactorContracts
{
    public static FactorsResponse ToResponse(this FactorList list) =>
        new([.. list.Factors.Select(f => f.ToResponse())], list.RecoveryCodesLeft, list.Required);

    public static FactorResponse ToResponse(this FactorView f) => new(f.Id, f.Kind, f.Name, f.CreatedAt, f.LastUsedAt, f.Suspect);

    public static TotpResponse ToResponse(this StartTotpResult.Started s) => new(s.FactorId, s.Secret, s.Uri, Convert.ToBase64String(s.QrPng));

    public static PasskeyOptionsResponse ToOptions(string json, Guid? challengeId)
    {
        using var options = JsonDocument.Parse(json);
        return new PasskeyOptionsResponse(challengeId, options.RootElement.Clone());
    }

    /// <summary>The credential as the text it was sent as; what is in it the ceremony judges.</summary>
    public static string? Credential(this FieldErrors errors, JsonElement? credential)
    {
        if (credential is not { ValueKind: JsonValueKind.Object } json)
            errors.Add("credential", credential is null ? "Required." : "Not a PublicKeyCredential as JSON.");
        else if (json.GetRawText() is { Length: <= MaxCredential } text)
            return text;
        else
            errors.Add("credential", $"At most {MaxCredential} characters.");
        return null;
    }

    // Attestations with certificate chains take a few KiB.
    private const int MaxCredential = 32 * 1024;
}
