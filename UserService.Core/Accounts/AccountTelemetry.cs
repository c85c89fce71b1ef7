using System.Diagnostics.Metrics;

namespace UserService.Core.Accounts;

/// <summary>Meter <c>UserService.Accounts</c>: how many registrations are completed.</summary>
internal static class AccountTelemetry
{
    private static readonly Meter Meter = new("UserService.Accounts");
    private static readonly Counter<long> Registrations = Meter.CreateCounter<long>("user_service.registrations.verified", "{account}", "Accounts that were opened, by the contact that was proven");

    /// <param name="channel"><c>email</c> or <c>sms</c>.</param>
    public static void Verified(string channel) => Registrations.Add(1, new KeyValuePair<string, object?>("channel", channel));
}
