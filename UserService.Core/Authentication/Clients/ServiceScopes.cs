using System.Collections.Frozen;

namespace UserService.Core.Authentication.Clients;

/// <summary>What a service may be allowed to do over gRPC; each method names the one it needs.</summary>
public static class ServiceScopes
{
    /// <summary>Read a user by id, alone or in batches, with entitlements and KYC status; watch changes.</summary>
    public const string ReadUsers = "users.read";

    /// <summary>Find a user by e-mail address or telephone number.</summary>
    public const string FindUsers = "users.find";

    /// <summary>Validate a customer's access token.</summary>
    public const string ValidateTokens = "tokens.validate";

    /// <summary>Introspect tokens of any kind, over OAuth or gRPC.</summary>
    public const string IntrospectTokens = "tokens.introspect";

    /// <summary>Read profiles, contact points and preferences.</summary>
    public const string ReadProfiles = "profiles.read";

    /// <summary>Change a user's preferences.</summary>
    public const string WritePreferences = "preferences.write";

    /// <summary>Redeem a customer's approval of one operation.</summary>
    public const string RedeemApprovals = "approvals.redeem";

    /// <summary>End sessions of a user.</summary>
    public const string RevokeSessions = "sessions.revoke";

    /// <summary>Every scope there is.</summary>
    public static readonly FrozenSet<string> All = new[]
    {
        ReadUsers, FindUsers, ValidateTokens, IntrospectTokens, ReadProfiles, WritePreferences, RedeemApprovals, RevokeSessions,
    }.ToFrozenSet(StringComparer.Ordinal);
}
