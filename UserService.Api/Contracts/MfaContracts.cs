using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using UserService.Core.Authentication;
using UserService.Core.Errors;

namespace UserService.Api.Contracts;

/// <summary>Completes a sign-in with its second factor.</summary>
internal sealed record VerifyMfaRequest
{
    /// <summary>From the answer to the login.</summary>
    [Required]
    public Guid? ChallengeId { get; init; }

    /// <summary>One of the methods that the challenge offers: <c>passkey</c>, <c>totp</c>, <c>sms</c>, <c>email</c> or <c>recovery_code</c>.</summary>
    [Required]
    public string? Method { get; init; }

    /// <summary>Six digits from the app or the message, or a recovery code; for all methods but <c>passkey</c>.</summary>
    public string? Code { get; init; }

    /// <summary>For <c>passkey</c>: what <c>navigator.credentials.get()</c> gave, by its <c>toJSON()</c>.</summary>
    public JsonElement? Credential { get; init; }

    /// <summary>From an earlier sign-in on this device: it is known again instead of added anew.</summary>
    public string? DeviceToken { get; init; }
}

/// <summary>Asks for the code of a method.</summary>
internal sealed record SendMfaRequest
{
    /// <summary>From the answer to the login.</summary>
    [Required]
    public Guid? ChallengeId { get; init; }

    /// <summary><c>sms</c> or <c>email</c>, where the challenge offers it.</summary>
    [Required]
    public string? Method { get; init; }
}

/// <summary>Asks for the options of a ceremony with the passkeys of the account.</summary>
internal sealed record MfaPasskeyRequest
{
    /// <summary>From the answer to the login.</summary>
    [Required]
    public Guid? ChallengeId { get; init; }
}

/// <summary>Signs in with a passkey alone.</summary>
internal sealed record PasskeyLoginRequest
{
    /// <summary>From the answer with the options.</summary>
    [Required]
    public Guid? ChallengeId { get; init; }

    /// <summary>What <c>navigator.credentials.get()</c> gave, by its <c>toJSON()</c>.</summary>
    [Required]
    public JsonElement? Credential { get; init; }

    /// <summary>From an earlier sign-in on this device: it is known again instead of added anew.</summary>
    public string? DeviceToken { get; init; }

    public DeviceRequest? Device { get; init; }
}

internal static class MfaContracts
{
    private const int MaxDeviceToken = 128;

    public static VerifyMfaCommand? ToCommand(this VerifyMfaRequest request, FieldErrors errors)
    {
        var challenge = errors.Required("challengeId", request.ChallengeId);
        var method = errors.Text("method", request.Method, 30);
        var deviceToken = errors.OptionalText("deviceToken", request.DeviceToken, MaxDeviceToken);
        var isPasskey = method == "passkey";
        var code = isPasskey ? null : errors.Text("code", request.Code, 64);
        var credential = isPasskey ? errors.Credential(request.Credential) : null;
        return errors.None ? new VerifyMfaCommand(challenge, method!, code, credential, deviceToken) : null;
    }

    public static PasskeyLoginCommand? ToCommand(this PasskeyLoginRequest request, FieldErrors errors)
    {
        var challenge = errors.Required("challengeId", request.ChallengeId);
        var credential = errors.Credential(request.Credential);
        var deviceToken = errors.OptionalText("deviceToken", request.DeviceToken, MaxDeviceToken);
        var device = request.Device.ToDescription(errors);
        return errors.None ? new PasskeyLoginCommand(challenge, credential!, deviceToken, device) : null;
    }
}
