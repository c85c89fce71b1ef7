using UserService.Core.Errors;

namespace UserService.Core.Kyc;

/// <summary>What verification refuses with.</summary>
internal static class KycErrors
{
    public static readonly Error NotOffered = new("kyc_not_offered", ErrorKind.Conflict, "Customers of this country are not verified here.");
    public static readonly Error AlreadyVerified = new("already_verified", ErrorKind.Conflict, "This is verified already.");
    public static readonly Error InProgress = new("verification_in_progress", ErrorKind.Conflict, "This is being verified; look at /v1/kyc.");
    public static readonly Error InReview = new("case_in_review", ErrorKind.Conflict, "The case is being looked at; wait for the decision.");
    public static readonly Error RequirementsMissing = new("requirements_missing", ErrorKind.Unprocessable, "Something that the tier needs is missing or has failed; see /v1/kyc.");
    public static readonly Error ProfileIncomplete = new("profile_incomplete", ErrorKind.Unprocessable, "The profile lacks something that the tier needs; see /v1/profile/completeness.");
    public static readonly Error TierNotAvailable = new("tier_not_available", ErrorKind.Conflict, "There is no such tier above the present one.");
    public static readonly Error TooYoung = new(KycReasons.TooYoung, ErrorKind.Unprocessable, "The customer is too young.");
    public static readonly Error DocumentExpired = new(KycReasons.DocumentExpired, ErrorKind.Unprocessable, "The document has expired.");
    public static readonly Error NotInReview = new("case_not_in_review", ErrorKind.Conflict, "The case is not in review.");
    public static readonly Error UnknownReason = new("unknown_reason", ErrorKind.Invalid, "The reason is none of the known codes.");
}
