using System.Globalization;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Messaging;
using UserService.Core.Notifications;
using UserService.Core.Persistence;

namespace UserService.Core.Mfa.Factors;

/// <summary>Adds what a change of factors must leave behind to the unit of work: audit entry, event, message to the customer.</summary>
internal sealed class FactorJournal(UserDbContext db, NotificationQueue notifications, TimeProvider time)
{
    // Bad news does not expire by itself; after a week nobody would act on it.
    private static readonly TimeSpan WorthSending = TimeSpan.FromDays(7);

    public Task RecordAsync(FactorChange change, User user, Factor factor, Actor actor, CancellationToken ct) =>
        RecordAsync(change, user, factor.Id, factor.Kind.ToWire(), Values(user, ("factor", MfaMessages.Label(factor.Kind.ToWire(), user.Locale))), actor, ct);

    public Task RecordRecoveryCodesAsync(FactorChange change, User user, int left, Actor actor, CancellationToken ct) =>
        RecordAsync(change, user, factorId: null, kind: null, Values(user, ("left", left.ToString(CultureInfo.InvariantCulture))), actor, ct);

    private async Task RecordAsync(
        FactorChange change, User user, Guid? factorId, string? kind, Dictionary<string, string> values, Actor actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        db.AuditEntries.Add(AuditEntry.Of(change.AuditAction, user.Id, actor, kind, now));
        db.Raise(new MfaChanged(user.Id, change.EventName, factorId, kind), now);
        if (Contact(user) is var (channel, address))
            await notifications.EnqueueAsync(new NewNotification(user.Id, channel, address, change.Template, user.Locale, values, WorthSending), ct);
    }

    private static (string Channel, string Address)? Contact(User user) => user switch
    {
        { Email: { } email, EmailVerifiedAt: not null } => ("email", email),
        { PhoneNumber: { } number, PhoneVerifiedAt: not null } => ("sms", number),
        _ => null,
    };

    private static Dictionary<string, string> Values(User user, (string Name, string Value) more) =>
        new() { ["firstName"] = user.FirstName, [more.Name] = more.Value };
}
