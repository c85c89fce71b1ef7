namespace UserService.Core.Kyc;

/// <summary>Why a check or a case ended as it did. Stable codes; what customers read is made of them by KycWords.</summary>
public static class KycReasons
{
    /// <summary>The register has no such number.</summary>
    public const string NotFound = "not_found";

    /// <summary>The register has another name.</summary>
    public const string NameDiffers = "name_differs";

    /// <summary>The names are alike, not the same: staff look at it.</summary>
    public const string NameUnclear = "name_unclear";

    public const string DateOfBirthDiffers = "date_of_birth_differs";

    /// <summary>Another customer has proven the number.</summary>
    public const string NumberInUse = "number_in_use";

    /// <summary>The verifier says that the statements do not belong together.</summary>
    public const string Mismatch = "mismatch";

    /// <summary>The picture cannot be read, or shows something else.</summary>
    public const string Unreadable = "unreadable";

    public const string DocumentExpired = "document_expired";

    /// <summary>Not the same face.</summary>
    public const string FaceDiffers = "face_differs";

    public const string Watchlisted = "watchlisted";

    /// <summary>No verifier could answer: staff look at it.</summary>
    public const string NotVerifiable = "not_verifiable";

    /// <summary>No answer came in time.</summary>
    public const string NoAnswer = "no_answer";

    /// <summary>Younger than the law allows.</summary>
    public const string TooYoung = "too_young";

    /// <summary>Staff decided, and said why in words.</summary>
    public const string DecidedByStaff = "decided_by_staff";

    /// <summary>Every reason there is.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        NotFound, NameDiffers, NameUnclear, DateOfBirthDiffers, NumberInUse, Mismatch, Unreadable, DocumentExpired, FaceDiffers, Watchlisted, NotVerifiable, NoAnswer, TooYoung,
        DecidedByStaff,
    ];
}
