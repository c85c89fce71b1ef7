namespace UserService.Core.Messaging;

/// <summary>Tells every host, within a second of the commit, that what it remembers of a key is no longer true.</summary>
internal sealed class CacheInvalidation
{
    private CacheInvalidation()
    {
    }

    public long Id { get; private init; }

    public InvalidatedThing Kind { get; private init; }

    public Guid Key { get; private init; }

    public static CacheInvalidation Of(InvalidatedThing kind, Guid key) => new() { Kind = kind, Key = key };
}

/// <summary>What hosts keep in memory.</summary>
internal enum InvalidatedThing
{
    /// <summary>A session was revoked; the key is its id.</summary>
    Session,

    /// <summary>Something of a user changed: profile, status, tier; the key is the user's id.</summary>
    User,

    /// <summary>A service client was disabled; the key says nothing.</summary>
    Client,

    /// <summary>A tier's rule was added; the key is the rule's id.</summary>
    TierRules,

    /// <summary>What staff roles allow was changed; the key says nothing. The database writes it: see the trigger on <c>role_permissions</c>.</summary>
    RolePermissions,

    /// <summary>A user's data key was destroyed; the key is the user's id.</summary>
    UserKey,

    /// <summary>What a customer may do with money may have changed; the key is the user's id. The database writes it: see the triggers on what <see cref="Entitlements.EntitlementReader"/> reads.</summary>
    Entitlements,

    /// <summary>A key that signs tokens was made or withdrawn; the key says nothing.</summary>
    SigningKeys,
}
