using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using UserService.Core.Errors;
using UserService.Core.Mfa.Approvals;
using UserService.Core.Mfa.StepUp;

namespace UserService.Api.Contracts;

/// <summary>Asks for an approval of one operation with one payload.</summary>
internal sealed record ApprovalRequest
{
    /// <summary>What the redeeming service calls it, such as <c>transfer.create</c>: 1 to 100 letters, digits, dots, dashes or underscores.</summary>
    [Required]
    public string? Operation { get; init; }

    /// <summary>SHA-256 of the operation's canonical payload, 64 hexadecimal digits.</summary>
    [Required]
    public string? PayloadHash { get; init; }
}

/// <summary>A factor, for a challenge that is named elsewhere.</summary>
internal sealed record FactorProofRequest
{
    /// <summary>One of the methods that are offered: <c>passkey</c>, <c>totp</c>, <c>sms</c>, <c>email</c>, <c>recovery_code</c>, or <c>pin</c> for approvals.</summary>
    [Required]
    public string? Method { get; init; }

    /// <summary>The code or the PIN; for all methods but <c>passkey</c>.</summary>
    public string? Code { get; init; }

    /// <summary>For <c>passkey</c>: what <c>navigator.credentials.get()</c> gave, by its <c>toJSON()</c>.</summary>
    public JsonElement? Credential { get; init; }
}

/// <summary>A factor, for a challenge.</summary>
internal sealed record StepUpProofRequest
{
    /// <summary>From the answer to the step-up.</summary>
    [Required]
    public Guid? ChallengeId { get; init; }

    /// <summary>One of the methods that the challenge offers.</summary>
    [Required]
    public string? Method { get; init; }

    /// <summary>For all methods but <c>passkey</c>.</summary>
    public string? Code { get; init; }

    /// <summary>For <c>passkey</c>: what <c>navigator.credentials.get()</c> gave, by its <c>toJSON()</c>.</summary>
    public JsonElement? Credential { get; init; }
}

/// <summary>Asks for the code of a method that needs one.</summary>
internal sealed record SendCodeRequest
{
    /// <summary><c>sms</c> or <c>email</c>, where it is offered.</summary>
    [Required]
    public string? Method { get; init; }
}

/// <summary>Sets a PIN.</summary>
internal sealed record SetPinRequest
{
    /// <summary>4 to 6 digits, none of the commonest.</summary>
    [Required]
    public string? Pin { get; init; }
}

/// <summary>Replaces a PIN that its owner knows.</summary>
internal sealed record ChangePinRequest
{
    [Required]
    public string? CurrentPin { get; init; }

    /// <summary>4 to 6 digits, none of the commonest.</summary>
    [Required]
    public string? NewPin { get; init; }
}

/// <summary>An approval of the caller.</summary>
/// <param name="State"><c>pending</c>, <c>approved</c>, <c>redeemed</c> or <c>expired</c>.</param>
/// <param name="Methods">What it can be approved with; empty once it is not pending.</param>
/// <param name="ExpiresAt">To be approved, and then to be redeemed, until then.</param>
/// <param name="ApprovedAt">Absent while it is pending.</param>
internal sealed record ApprovalResponse(
    Guid ApprovalId, string Operation, string State, IReadOnlyList<string> Methods, DateTimeOffset ExpiresAt, DateTimeOffset? ApprovedAt);

/// <summary>What must be proven to step up.</summary>
internal sealed record StepUpResponse(Guid ChallengeId, IReadOnlyList<string> Methods, DateTimeOffset ExpiresAt);

/// <summary>The session's new access token; its refresh token stays as it is.</summary>
/// <param name="TokenType"><c>Bearer</c>.</param>
/// <param name="ExpiresIn">Seconds.</param>
/// <param name="Acr"><c>aal2</c>.</param>
internal sealed record SteppedUpResponse(string AccessToken, string TokenType, int ExpiresIn, string Acr);

internal static class ApprovalContracts
{
    public static byte[]? PayloadHash(this FieldErrors errors, string? text)
    {
        if (text is null)
            errors.Add("payloadHash", "Required.");
        else if (text.Length == 64 && text.All(char.IsAsciiHexDigit))
            return Convert.FromHexString(text);
        else
            errors.Add("payloadHash", "64 hexadecimal digits are needed: the SHA-256 of the payload.");
        return null;
    }

    public static string? Operation(this FieldErrors errors, string? text)
    {
        if (errors.Text("operation", text, 100) is not { } operation)
            return null;
        if (operation.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
            return operation;
        errors.Add("operation", "Only letters, digits, dots, dashes and underscores.");
        return null;
    }

    public static ApprovalProof? ToProof(this FactorProofRequest request, FieldErrors errors)
    {
        var (method, code, credential) = Proof(request.Method, request.Code, request.Credential, errors);
        return errors.None ? new ApprovalProof(method!, code, credential) : null;
    }

    public static StepUpProof? ToProof(this StepUpProofRequest request, FieldErrors errors)
    {
        var challenge = errors.Required("challengeId", request.ChallengeId);
        var (method, code, credential) = Proof(request.Method, request.Code, request.Credential, errors);
        return errors.None ? new StepUpProof(challenge, method!, code, credential) : null;
    }

    public static ApprovalResponse ToResponse(this ApprovalView a) => new(a.Id, a.Operation, a.State, a.Methods, a.ExpiresAt, a.ApprovedAt);

    private static (string? Method, string? Code, string? Credential) Proof(string? method, string? code, JsonElement? credential, FieldErrors errors)
    {
        var named = errors.Text("method", method, 30);
        return named == "passkey" ? (named, null, errors.Credential(credential)) : (named, errors.Text("code", code, 64), null);
    }
}
