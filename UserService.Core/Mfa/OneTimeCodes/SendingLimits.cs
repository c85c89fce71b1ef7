using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;
using UserService.Core.Authentication.Throttling;
using UserService.Core.Errors;

namespace UserService.Core.Mfa.OneTimeCodes;

/// <summary>
/// Bounds what one customer has sent: to how many different contacts, and how many text messages. Whoever earns from the numbers that messages go to has them sent
/// to hundreds. What one address or number gets is bounded where messages leave (<see cref="Notifications.FloodLimit"/>).
/// </summary>
internal sealed class SendingLimits(DistinctLimiter contacts, RateLimiter messages, IOptions<CodeOptions> options)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly RateLimitRule[] contactRules =
        [new("code-contacts", options.Value.NewContactsPerHour, Hour), new("code-contacts", options.Value.NewContactsPerDay, Day)];

    private readonly RateLimitRule[] messageRules =
        [new("code-sms-hour", options.Value.TextMessagesPerHour, Hour), new("code-sms-day", options.Value.TextMessagesPerDay, Day)];

    private readonly RateLimitRule resetRule = new("code-resets", options.Value.ResetsPerHour, Hour);

    /// <summary>Counts a code to replace a forgotten password, by who is named and from where, whether or not there is such an account.</summary>
    /// <returns>Null where it may be sent.</returns>
    public async Task<Error?> TakeResetAsync(string identifier, string? address, CancellationToken ct)
    {
        var network = RateLimiter.CallerOf(IPAddress.TryParse(address, out var parsed) ? parsed : null);
        return await messages.TakeAsync(resetRule, $"{identifier}\0{network}", ct) is { IsAllowed: false } refused
            ? CommonErrors.TooManyAttempts(TimeSpan.FromSeconds(refused.RetryAfterSeconds))
            : null;
    }

    /// <summary>Counts a contact that is not the customer's yet, once a day however often it is named.</summary>
    /// <returns>Null where a code may go there.</returns>
    public async Task<Error?> TakeContactAsync(Guid userId, string address, CancellationToken ct) =>
        await contacts.TakeAsync(contactRules, Caller(userId), address, ct) is var wait && wait > TimeSpan.Zero ? MfaErrors.TooManyContacts(wait) : null;

    /// <summary>Counts a text message that the customer has caused.</summary>
    /// <returns>Null where it may be sent.</returns>
    public async Task<Error?> TakeTextMessageAsync(Guid userId, CancellationToken ct)
    {
        foreach (var rule in messageRules)
        {
            if (await messages.TakeAsync(rule, Caller(userId), ct) is { IsAllowed: false } refused)
                return MfaErrors.TooManyMessages(TimeSpan.FromSeconds(refused.RetryAfterSeconds));
        }

        return null;
    }

    private static string Caller(Guid userId) => userId.ToString("N", CultureInfo.InvariantCulture);
}
