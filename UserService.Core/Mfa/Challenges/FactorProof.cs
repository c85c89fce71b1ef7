namespace UserService.Core.Mfa.Challenges;

/// <summary>What a caller answers a challenge with.</summary>
/// <param name="Method">See <see cref="MfaMethods"/>.</param>
/// <param name="Code">For all methods but <c>passkey</c>.</param>
/// <param name="Credential">The browser's <c>PublicKeyCredential</c> as JSON, for <c>passkey</c>.</param>
internal sealed record FactorProof(string Method, string? Code, string? Credential)
{
    public override string ToString() => $"[{Method}]";
}

/// <summary>A factor that was proven.</summary>
/// <param name="Amr">Its values of RFC 8176.</param>
internal sealed record ProvenFactor(string Method, IReadOnlyList<string> Amr)
{
    /// <summary>RFC 8176 has no value for a recovery code; like the others it is a password that works once.</summary>
    public static ProvenFactor OfCode(string method) => new(method, [method == MfaMethods.Sms ? "sms" : "otp"]);

    /// <summary>A key that may be synced is kept by software; one that may not never leaves its hardware. Either was released by its verified owner.</summary>
    public static ProvenFactor OfPasskey(bool isBackupEligible) => new(MfaMethods.Passkey, [isBackupEligible ? "swk" : "hwk", "user"]);
}

/// <summary>How answering a challenge ended.</summary>
internal abstract record FactorProofResult
{
    /// <summary>The caller consumes the challenge in the unit of work that it unlocks.</summary>
    public sealed record Proven(OneTimeCodes.CodeChallenge Challenge, ProvenFactor Factor) : FactorProofResult;

    /// <summary>One try is spent. What must be left behind is in the unit of work, which the caller saves.</summary>
    /// <param name="Reason">For audit trail and event: <c>invalid_code</c>, <c>invalid_passkey</c> or <c>passkey_suspect</c>.</param>
    public sealed record Refused(Guid UserId, string Reason, Errors.Error Error) : FactorProofResult;

    /// <summary>The challenge does not offer the method. One try is spent.</summary>
    public sealed record NotOffered : FactorProofResult;

    /// <summary>Unknown, expired, spent or out of tries.</summary>
    public sealed record Gone : FactorProofResult;
}
