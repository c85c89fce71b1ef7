namespace UserService.Core.Mfa.Passkeys;

/// <summary>All that the framework's passkey handler needs to know of a user.</summary>
internal sealed record PasskeyOwner(Guid UserId)
{
    /// <summary>The user handle that authenticators keep: an id that says nothing of the person (WebAuthn §14.6.1).</summary>
    public string Handle => UserId.ToString();
}
