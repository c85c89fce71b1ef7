using Microsoft.EntityFrameworkCore;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Kyc.Cases;
using UserService.Core.Kyc.Verification;
using UserService.Core.Messaging;
using UserService.Core.Persistence;
using UserService.Core.Profiles;
using UserService.Core.Protection;

namespace UserService.Core.Kyc.Checks;

/// <summary>Sees to it that a customer has one date of birth: in her profile and at every register.</summary>
internal sealed class BirthDates(UserDbContext db, KycSecrets secrets, UserKeys keys, TimeProvider time)
{
    private static readonly KycCheckKind[] Registers = [KycCheckKind.Bvn, KycCheckKind.Nin];

    /// <summary>Whether an open check is about another date than the profile holds or a register has confirmed.</summary>
    /// <param name="record">What the register knows, where it told.</param>
    public async Task<bool> ContradictsAsync(KycCheck check, KycDossier dossier, IdentityRecord? record, CancellationToken ct) =>
        ((await secrets.ClaimAsync(check, ct)).DateOfBirth ?? record?.DateOfBirth) is { } claimed && (await HeldAsync(dossier, ct)).Exists(held => held != claimed);

    /// <summary>Whether what is held is not one date: the profile was changed after a check, or two checks were decided at once.</summary>
    public async Task<bool> DisagreeAsync(KycDossier dossier, CancellationToken ct) => (await HeldAsync(dossier, ct)).Distinct().Count() > 1;

    /// <summary>Puts the confirmed date into the profile, where it is locked with the names. Adds to the unit of work; the caller saves.</summary>
    public async Task KeepAsync(KycDossier dossier, Actor actor, CancellationToken ct)
    {
        if (await ConfirmedAsync(dossier, ct) is not [var birth, ..])
            return;
        var (user, now) = (dossier.User, time.GetUtcNow());
        var key = await keys.GetAsync(user.Id, ct);
        var row = await RowAsync(user.Id, ct);
        var current = row is null ? PersonalDetails.None : DetailsCipher.Reveal(key, row);
        if (current.DateOfBirth == birth)
            return;
        var verified = current with { DateOfBirth = birth };
        DetailsCipher.Protect(key, row ?? db.ProfileDetails.Add(ProfileDetails.Of(user.Id)).Entity, current, verified);
        var (before, after) = (ProfileSnapshot.Of(user, current), ProfileSnapshot.Of(user, verified));
        var fields = ProfileSnapshot.Changed(before, after);
        user.CountProfileChange(now);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.ProfileUpdated, user.Id, actor, ProfileSnapshot.Describe(key, fields, before, after), now));
        db.Raise(new UserProfileUpdated(user.Id, fields, user.ProfileRevision), now);
    }

    private async Task<List<DateOnly>> HeldAsync(KycDossier dossier, CancellationToken ct)
    {
        var held = await ConfirmedAsync(dossier, ct);
        if (await RowAsync(dossier.User.Id, ct) is { } row && DetailsCipher.Reveal(await keys.GetAsync(dossier.User.Id, ct), row).DateOfBirth is { } own)
            held.Add(own);
        return held;
    }

    private async Task<List<DateOnly>> ConfirmedAsync(KycDossier dossier, CancellationToken ct)
    {
        var confirmed = new List<DateOnly>();
        foreach (var kind in Registers)
        {
            if (dossier.Current(kind) is { State: KycCheckState.Passed } check
                && ((await secrets.RecordAsync(check, ct))?.DateOfBirth ?? (await secrets.ClaimAsync(check, ct)).DateOfBirth) is { } birth)
                confirmed.Add(birth);
        }

        return confirmed;
    }

    private Task<ProfileDetails?> RowAsync(Guid userId, CancellationToken ct) => db.ProfileDetails.SingleOrDefaultAsync(d => d.UserId == userId, ct);
}
