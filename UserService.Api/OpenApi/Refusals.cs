using System.Collections.Frozen;

namespace UserService.Api.OpenApi;

/// <summary>One way in which an operation refuses: the status and the problem's code.</summary>
internal sealed record Refusal(int Status, string Code);

/// <summary>Which operation refuses with which codes, besides those that all share. A test holds codes and statuses to the errors there are.</summary>
internal static class Refusals
{
    public static readonly Refusal StepUp = new(401, "insufficient_user_authentication");

    private static readonly Refusal InvalidCredentials = new(401, "invalid_credentials");
    private static readonly Refusal InvalidCode = new(401, "invalid_code");
    private static readonly Refusal InvalidRefreshToken = new(401, "invalid_refresh_token");
    private static readonly Refusal UnsupportedMethod = new(400, "unsupported_method");
    private static readonly Refusal NotFound = new(404, "not_found");
    private static readonly Refusal ContactUnchanged = new(409, "contact_unchanged");
    private static readonly Refusal ContactTaken = new(409, "contact_taken");
    private static readonly Refusal NotFrozen = new(409, "not_frozen");
    private static readonly Refusal ChallengeExpired = new(410, "challenge_expired");
    private static readonly Refusal InvalidLink = new(410, "invalid_link");
    private static readonly Refusal PreconditionFailed = new(412, "precondition_failed");
    private static readonly Refusal PreconditionRequired = new(428, "precondition_required");
    private static readonly Refusal TooManyAttempts = new(429, "too_many_attempts");
    private static readonly Refusal ResendTooSoon = new(429, "resend_too_soon");
    private static readonly Refusal Overloaded = new(503, "overloaded");

    /// <summary>By operation id.</summary>
    public static readonly FrozenDictionary<string, Refusal[]> ByOperation = new Dictionary<string, Refusal[]>
    {
        ["Register"] = [Overloaded],
        ["VerifyRegistration"] = [InvalidCode, ChallengeExpired],
        ["ResendRegistrationCode"] = [ChallengeExpired, ResendTooSoon],
        ["Login"] = [InvalidCredentials, TooManyAttempts, Overloaded],
        ["VerifyMfa"] = [UnsupportedMethod, InvalidCode, ChallengeExpired],
        ["Refresh"] = [InvalidRefreshToken],
        ["RenameSession"] = [NotFound],
        ["RevokeSession"] = [NotFound],
        ["RenameDevice"] = [NotFound],
        ["RemoveDevice"] = [NotFound],
        ["GetProfile"] = [NotFound],
        ["UpdateProfile"] = [NotFound, PreconditionFailed, PreconditionRequired],
        ["ChangePassword"] = [StepUp, InvalidCredentials, TooManyAttempts, Overloaded],
        ["ForgotPassword"] = [TooManyAttempts],
        ["ResendResetCode"] = [ChallengeExpired, ResendTooSoon],
        ["ResetPassword"] = [InvalidCode, ChallengeExpired, Overloaded],
        ["ChangeEmail"] = [StepUp, NotFound, ContactUnchanged, ResendTooSoon],
        ["ChangePhone"] = [StepUp, NotFound, ContactUnchanged, ResendTooSoon],
        ["VerifyContact"] = [StepUp, InvalidCode, ChallengeExpired],
        ["UndoContactChange"] = [ContactTaken, InvalidLink],
        ["Freeze"] = [NotFound],
        ["Unfreeze"] = [StepUp, NotFound, NotFrozen],
        ["NotMe"] = [InvalidLink],
    }.ToFrozenDictionary();
}
