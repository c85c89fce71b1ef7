using Banking.Users.V1;
using Google.Protobuf.WellKnownTypes;
using UserService.Core.Entitlements;
using UserService.Core.Kyc;

namespace UserService.Grpc.Services;

/// <summary>Entitlements and verification as messages.</summary>
internal static class EntitlementMessages
{
    public static Entitlements ToMessage(this Entitlement e)
    {
        var message = new Entitlements
        {
            UserId = e.UserId.ToString(),
            KycTier = e.Tier,
            Currency = e.Currency,
            CanDebit = e.CanDebit,
            CanCredit = e.CanCredit,
            DeviceFirstSeenAt = Time(e.DeviceFirstSeenAt),
            DeviceNewUntil = Time(e.DeviceNewUntil),
        };
        message.Restrictions.AddRange(e.Restrictions.Select(r => new Restriction { Code = r.Code, Reason = r.Reason, Until = Time(r.Until) }));

        // Absent is another thing than 0 here: a limit that is not set is none.
        if (e.SingleLimit is { } single)
            message.SingleLimit = single;
        if (e.DailyLimit is { } daily)
            message.DailyLimit = daily;
        if (e.BalanceLimit is { } balance)
            message.BalanceLimit = balance;
        if (e.InstantLimit is { } instant)
            message.InstantLimit = instant;
        return message;
    }

    public static GetKycStatusResponse ToMessage(this KycStatus status)
    {
        var message = new GetKycStatusResponse
        {
            KycTier = status.Tier,
            GrantedAt = Time(status.GrantedAt),
            CaseState = status.Case?.State ?? "",
            RenewalOverdue = status.Renewal?.Overdue ?? false,
        };
        message.PassedChecks.AddRange(status.Checks.Where(c => c.State == "passed").Select(c => c.Kind));
        return message;
    }

    private static Timestamp? Time(DateTimeOffset? at) => at is { } moment ? Timestamp.FromDateTimeOffset(moment) : null;
}
