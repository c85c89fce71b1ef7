using Microsoft.Extensions.Options;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Messaging;
using UserService.Core.Authentication;
using UserService.Core.Notifications;
using UserService.Core.Persistence;

namespace UserService.Core.Risk;

/// <summary>Judges a sign-in whose first factor was right: what is unlike this customer adds points, and the sum decides.</summary>
internal sealed class LoginRisk(UserDbContext db, LoginPast past, Countries countries, NotificationQueue notifications, IOptions<RiskOptions> options, TimeProvider time)
{
    public async Task<RiskAssessment> AssessAsync(Guid userId, bool knownDevice, Actor actor, CancellationToken ct)
    {
        var settings = options.Value;
        var now = time.GetUtcNow();
        var origin = Origin.Of(actor.Address, countries);
        var findings = await past.ReadAsync(userId, now, settings, ct);
        var earlier = findings.Sessions.Select(s => (Origin: Origin.Of(s.Address, countries), s.At)).Where(s => s.Origin is not null).ToList();
        (string Reason, int Points, bool Holds)[] judgements =
        [
            (RiskReasons.NewDevice, settings.NewDevice, !knownDevice),
            (RiskReasons.NewNetwork, settings.NewNetwork, origin is not null && earlier.Count > 0 && earlier.TrueForAll(s => s.Origin!.Network != origin.Network)),
            (RiskReasons.NewCountry, settings.NewCountry, IsElsewhere(origin, earlier, DateTimeOffset.MinValue, all: true)),
            (RiskReasons.CountryChange, settings.CountryChange, IsElsewhere(origin, earlier, now - settings.CountryChangeWindow, all: false)),
            (RiskReasons.Velocity, settings.Velocity, findings.LoginsOfTheHour >= settings.ManyLogins),
            (RiskReasons.CredentialChanged, settings.CredentialChanged, findings.CredentialChanged),
        ];
        var reasons = judgements.Where(j => j is { Holds: true, Points: > 0 }).ToList();
        var score = reasons.Sum(j => j.Points);
        var level = score >= settings.RefuseFrom ? RiskLevel.Refuse : score >= settings.AskFrom ? RiskLevel.Ask : RiskLevel.Allow;
        return new RiskAssessment(score, [.. reasons.Select(r => r.Reason)], level, origin);
    }

    /// <summary>Adds the sign-in to the customer's history, in the unit of work.</summary>
    public void Record(Guid userId, string method, RiskAssessment risk, LoginOutcome outcome) =>
        db.LoginHistory.Add(LoginRecord.Of(userId, method, risk, outcome, time.GetUtcNow()));

    /// <summary>Refuses it, and tells the owner: whoever it is knows the password.</summary>
    public async Task<LoginResult> RefuseAsync(User user, string method, RiskAssessment risk, Actor actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        Record(user.Id, method, risk, LoginOutcome.Refused);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.LoginRefused, user.Id, actor.As(user.Id), string.Join(' ', risk.Reasons), now));
        db.Raise(new LoginFailed(user.Id, "risk"), now);
        await notifications.EnqueueSecurityNoticeAsync(user, TemplateNames.LoginRefused, ct);
        await db.SaveChangesAsync(ct);
        return new LoginResult.Failed(AuthErrors.SignInRefused);
    }

    // Unlike all earlier sessions, or unlike any of the last hours.
    private static bool IsElsewhere(Origin? origin, List<(Origin? Origin, DateTimeOffset At)> earlier, DateTimeOffset since, bool all)
    {
        if (origin?.Country is not { } country)
            return false;
        var others = earlier.Where(s => s.At > since && s.Origin!.Country is not null).Select(s => s.Origin!.Country != country).ToList();
        return others.Count > 0 && (all ? others.TrueForAll(other => other) : others.Contains(true));
    }
}
