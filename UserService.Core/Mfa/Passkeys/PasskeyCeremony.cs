namespace UserService.Core.Mfa.Passkeys;

/// <summary>A WebAuthn ceremony between its options and its answer: the challenge stays here, so that an answer is good once and only here.</summary>
internal sealed class PasskeyCeremony
{
    private PasskeyCeremony()
    {
    }

    /// <summary>What the ceremony is bound to: the session that enrols, the challenge of a login, or an id of its own for a sign-in.</summary>
    public Guid Id { get; private init; }

    public CeremonyKind Kind { get; private init; }

    /// <summary>Whose passkey is asked for; none where the passkey says who signs in.</summary>
    public Guid? UserId { get; private init; }

    /// <summary>The framework's state of the ceremony, encrypted: it holds the customer's name for the authenticator.</summary>
    public byte[] StateProtected { get; private init; } = [];

    public DateTimeOffset ExpiresAt { get; private init; }
}

/// <summary>What a ceremony is for; an answer to one kind is no good for another.</summary>
internal enum CeremonyKind
{
    Enrolment,
    SignIn,
    SecondFactor,
}
