using System.Collections.Frozen;

namespace UserService.Core.Messaging;

/// <summary>Every type of event that this service tells of: see docs/api/events.md. A test holds the list to the events there are.</summary>
public static class EventTypes
{
    public static readonly FrozenSet<string> All = FrozenSet.ToFrozenSet(
        [
            "user.registered.v1", "user.email_verified.v1", "user.phone_verified.v1", "user.profile_updated.v1", "user.status_changed.v1", "user.kyc_tier_changed.v1",
            "user.contact_changed.v1", "user.consent_changed.v1", "user.erased.v1",
            "auth.login_succeeded.v1", "auth.login_failed.v1", "auth.session_revoked.v1", "auth.password_changed.v1", "auth.mfa_changed.v1", "auth.device_added.v1",
            "auth.device_removed.v1",
        ],
        StringComparer.Ordinal);
}
