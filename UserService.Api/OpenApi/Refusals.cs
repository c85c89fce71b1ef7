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
    private static readonly Refusal InvalidPasskey = new(401, "invalid_passkey");
    private static readonly Refusal PasskeySuspect = new(401, "passkey_suspect");
    private static readonly Refusal InvalidPin = new(401, "invalid_pin");
    private static readonly Refusal Forbidden = new(403, "forbidden");
    private static readonly Refusal InvalidPinFormat = new(400, "invalid_pin_format");
    private static readonly Refusal PinTooCommon = new(400, "pin_too_common");
    private static readonly Refusal PinBlocked = new(409, "pin_blocked");
    private static readonly Refusal PinNotSet = new(409, "pin_not_set");
    private static readonly Refusal AlreadyEnrolled = new(409, "already_enrolled");
    private static readonly Refusal TooManyFactors = new(409, "too_many_factors");
    private static readonly Refusal PhoneNotVerified = new(409, "phone_not_verified");
    private static readonly Refusal LastFactor = new(409, "last_factor");
    private static readonly Refusal ApprovalNotOpen = new(410, "approval_not_open");
    private static readonly Refusal WrongFirstCode = new(422, "invalid_code");
    private static readonly Refusal PasskeyRefused = new(422, "passkey_refused");
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
    private static readonly Refusal AlreadyVerified = new(409, "already_verified");
    private static readonly Refusal VerificationInProgress = new(409, "verification_in_progress");
    private static readonly Refusal CaseInReview = new(409, "case_in_review");
    private static readonly Refusal KycNotOffered = new(409, "kyc_not_offered");
    private static readonly Refusal TierNotAvailable = new(409, "tier_not_available");
    private static readonly Refusal RequirementsMissing = new(422, "requirements_missing");
    private static readonly Refusal TooYoung = new(422, "too_young");
    private static readonly Refusal[] Checks = [NotFound, AlreadyVerified, VerificationInProgress, CaseInReview, KycNotOffered, TooYoung, TooManyAttempts];
    private static readonly Refusal Overloaded = new(503, "overloaded");

    /// <summary>By operation id.</summary>
    public static readonly FrozenDictionary<string, Refusal[]> ByOperation = new Dictionary<string, Refusal[]>
    {
        ["Register"] = [Overloaded],
        ["VerifyRegistration"] = [InvalidCode, ChallengeExpired],
        ["ResendRegistrationCode"] = [ChallengeExpired, ResendTooSoon],
        ["Login"] = [InvalidCredentials, TooManyAttempts, Overloaded],
        ["VerifyMfa"] = [UnsupportedMethod, InvalidCode, InvalidPasskey, PasskeySuspect, ChallengeExpired],
        ["SendMfaCode"] = [UnsupportedMethod, ChallengeExpired, ResendTooSoon],
        ["StartMfaPasskey"] = [UnsupportedMethod, ChallengeExpired],
        ["PasskeyLogin"] = [InvalidPasskey, PasskeySuspect],
        ["StepUp"] = [Forbidden],
        ["SendStepUpCode"] = [UnsupportedMethod, ChallengeExpired, ResendTooSoon],
        ["StartStepUpPasskey"] = [UnsupportedMethod],
        ["VerifyStepUp"] = [UnsupportedMethod, InvalidCode, InvalidPasskey, PasskeySuspect, ChallengeExpired],
        ["StartTotp"] = [AlreadyEnrolled, TooManyFactors],
        ["ConfirmTotp"] = [NotFound, AlreadyEnrolled, TooManyFactors, WrongFirstCode],
        ["AddSmsFactor"] = [AlreadyEnrolled, TooManyFactors, PhoneNotVerified],
        ["AddPasskey"] = [TooManyFactors, PasskeyRefused],
        ["RenameFactor"] = [NotFound],
        ["RemoveFactor"] = [NotFound, LastFactor],
        ["AskForApproval"] = [Forbidden],
        ["GetApproval"] = [NotFound],
        ["SendApprovalCode"] = [UnsupportedMethod, NotFound, ChallengeExpired, ApprovalNotOpen, ResendTooSoon],
        ["StartApprovalPasskey"] = [NotFound, ApprovalNotOpen],
        ["Approve"] = [
            UnsupportedMethod, InvalidPinFormat, InvalidCode, InvalidPasskey, PasskeySuspect, InvalidPin, NotFound, PinBlocked, PinNotSet, ChallengeExpired, ApprovalNotOpen, Overloaded],
        ["SetPin"] = [InvalidPinFormat, PinTooCommon, NotFound, Overloaded],
        ["ChangePin"] = [InvalidPinFormat, PinTooCommon, InvalidPin, NotFound, PinBlocked, PinNotSet, Overloaded],
        ["Refresh"] = [InvalidRefreshToken],
        ["RenameSession"] = [NotFound],
        ["RevokeSession"] = [NotFound],
        ["RenameDevice"] = [NotFound],
        ["RemoveDevice"] = [NotFound],
        ["GetProfile"] = [NotFound],
        ["UpdateProfile"] = [NotFound, PreconditionFailed, PreconditionRequired],
        ["ChangePassword"] = [InvalidCredentials, TooManyAttempts, Overloaded],
        ["ForgotPassword"] = [TooManyAttempts],
        ["ResendResetCode"] = [ChallengeExpired, ResendTooSoon],
        ["ResetPassword"] = [InvalidCode, ChallengeExpired, Overloaded],
        ["ChangeEmail"] = [NotFound, ContactUnchanged, ResendTooSoon],
        ["ChangePhone"] = [NotFound, ContactUnchanged, ResendTooSoon],
        ["VerifyContact"] = [InvalidCode, ChallengeExpired],
        ["UndoContactChange"] = [ContactTaken, InvalidLink],
        ["Freeze"] = [NotFound],
        ["Unfreeze"] = [NotFound, NotFrozen],
        ["NotMe"] = [InvalidLink],
        ["GetKyc"] = [NotFound],
        ["GetEntitlements"] = [NotFound],
        ["ChangeLimits"] = [PreconditionFailed, PreconditionRequired],
        ["ProveBvn"] = Checks,
        ["ProveNin"] = Checks,
        ["ProveAddress"] = Checks,
        ["SubmitKyc"] = [NotFound, CaseInReview, VerificationInProgress, KycNotOffered, TierNotAvailable, RequirementsMissing],
    }.ToFrozenDictionary();
}
