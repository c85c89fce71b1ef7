using System.Text.Json.Serialization;

namespace UserService.Core.Kyc.Verification;

/// <summary>
/// Somebody who can say whether a customer is who she says: the platform's KYC service, Paystack, Flutterwave, the sandbox.
/// They are asked in the order of <c>Kyc:Verifiers</c>; the next is asked only where the one before could not answer.
/// </summary>
public interface IIdentityVerifier
{
    /// <summary>As in <c>Kyc:Verifiers</c>, such as <c>paystack</c>.</summary>
    string Name { get; }

    /// <summary>Whether it is configured and can answer this question with what is known.</summary>
    bool CanAnswer(IdentityQuestion question);

    /// <summary>What a call for this kind of question costs, in minor units of NGN; 0 where it is not configured.</summary>
    long CostOf(KycCheckKind kind);

    /// <summary>Asks. Called at most once for the same question, unless the answer is <see cref="IdentityAnswer.Unavailable"/>.</summary>
    Task<IdentityAnswer> AskAsync(IdentityQuestion question, CancellationToken ct);

    /// <summary>Looks for the answer to a question that was pending. Free of charge; pending again where there is none yet.</summary>
    /// <param name="reference">From <see cref="IdentityAnswer.Pending"/>.</param>
    Task<IdentityAnswer> FollowUpAsync(IdentityQuestion question, string reference, CancellationToken ct);
}

/// <summary>What is asked of a verifier.</summary>
/// <param name="CheckId">The check that the answer belongs to; asynchronous answers name it again where the verifier can.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Claim">What the customer says.</param>
public sealed record IdentityQuestion(Guid CheckId, Guid UserId, KycCheckKind Kind, string Country, string FirstName, string LastName, string? Email, string? PhoneNumber, KycClaim Claim)
{
    public override string ToString() => $"[question of check {CheckId}]";
}

/// <summary>What a verifier answered.</summary>
[JsonDerivedType(typeof(Found), "found")]
[JsonDerivedType(typeof(Confirmed), "confirmed")]
[JsonDerivedType(typeof(Denied), "denied")]
[JsonDerivedType(typeof(Pending), "pending")]
public abstract record IdentityAnswer
{
    private IdentityAnswer()
    {
    }

    /// <summary>The register's record: names and date of birth are compared here.</summary>
    public sealed record Found(IdentityRecord Record) : IdentityAnswer;

    /// <summary>The verifier compared by itself and says yes.</summary>
    /// <param name="Score">How sure it is, 0 to 1.</param>
    public sealed record Confirmed(decimal Score) : IdentityAnswer;

    /// <summary>The verifier says no.</summary>
    /// <param name="Reason">One of <see cref="KycReasons"/>.</param>
    public sealed record Denied(string Reason) : IdentityAnswer;

    /// <summary>The answer comes later: as an event, as a webhook, or when asked for again.</summary>
    /// <param name="Reference">The verifier's name for the question.</param>
    /// <param name="ContinueUrl">Where the customer has to consent first.</param>
    public sealed record Pending(string Reference, string? ContinueUrl) : IdentityAnswer;

    /// <summary>Surely not asked: the next verifier may be.</summary>
    public sealed record Unavailable(string Reason) : IdentityAnswer;

    /// <summary>Perhaps asked, and paid for, and no answer understood: not asked there again.</summary>
    public sealed record Unknown(string Reason) : IdentityAnswer;
}

/// <summary>What a register knows of a person.</summary>
public sealed record IdentityRecord
{
    public string? FirstName { get; init; }

    public string? MiddleName { get; init; }

    public string? LastName { get; init; }

    public DateOnly? DateOfBirth { get; init; }

    /// <summary>National Identification Number, where a BVN's record holds it.</summary>
    public string? Nin { get; init; }

    /// <summary>Whether the industry's watchlist names the person.</summary>
    public bool Watchlisted { get; init; }

    public override string ToString() => "[identity record]";
}
