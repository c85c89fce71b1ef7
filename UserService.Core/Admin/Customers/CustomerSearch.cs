using System.Globalization;
using Microsoft.EntityFrameworkCore;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Kyc;
using UserService.Core.Kyc.Checks;
using UserService.Core.Mfa.Factors;
using UserService.Core.Persistence;
using UserService.Core.Profiles;
using UserService.Core.Protection;

namespace UserService.Core.Admin.Customers;

/// <inheritdoc cref="ICustomerSearch"/>
internal sealed class CustomerSearch(UserDbContext db, CustomerFinder finder, UserKeys keys, TimeProvider time) : ICustomerSearch
{
    public async Task<CustomerSearchResult> FindAsync(CustomerQuery query, int limit, StaffMember staff, CancellationToken ct)
    {
        if (await finder.FindAsync(query, limit + 1, ct) is not { } found)
            return new CustomerSearchResult.Failed(CustomerErrors.BadSearch);

        // How it was searched and what came of it; the value itself would put personal data into the trail.
        var shown = found.Take(limit).ToList();
        var subject = shown is [var one] ? one.Id : (Guid?)null;
        Record(AuditActions.UsersSearched, subject, staff, string.Create(CultureInfo.InvariantCulture, $"by {query.By}: {shown.Count} found"));
        await db.SaveChangesAsync(ct);
        return new CustomerSearchResult.Found(shown, found.Count > limit);
    }

    public async Task<CustomerView?> GetAsync(Guid userId, StaffMember staff, CancellationToken ct)
    {
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId, ct) is not { } user)
            return null;
        var now = time.GetUtcNow();
        var factors = await db.Factors.AsNoTracking().Where(f => f.UserId == userId && f.ConfirmedAt != null).OrderBy(f => f.CreatedAt).Select(f => f.Kind).ToListAsync(ct);
        var sessions = await db.Sessions.CountAsync(s => s.UserId == userId && s.RevokedAt == null && s.IdleExpiresAt > now && s.AbsoluteExpiresAt > now, ct);
        Record(AuditActions.UserViewed, userId, staff, reason: null);
        await db.SaveChangesAsync(ct);
        return new CustomerView(
            user.Id, user.Status.ToWire(), user.KycTier, user.FirstName, user.LastName, user.DisplayName,
            Masks.Email(user.Email), user.EmailVerifiedAt is not null, Masks.Phone(user.PhoneNumber), user.PhoneVerifiedAt is not null,
            user.Country, user.Locale, user.Roles, [.. factors.Select(f => f.ToWire())], sessions, user.CreatedAt, user.UpdatedAt);
    }

    public async Task<IReadOnlyDictionary<string, string?>?> UnmaskAsync(
        Guid userId, IReadOnlyList<string> fields, string reason, StaffMember staff, CancellationToken ct)
    {
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId, ct) is not { } user)
            return null;
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var field in fields.Distinct(StringComparer.Ordinal))
            values[field] = await ValueAsync(user, field, ct);

        // Recorded before it is shown: a reader whose entry could not be written has read nothing.
        Record(AuditActions.UserUnmasked, userId, staff, $"{string.Join(' ', values.Keys)}: {reason}");
        await db.SaveChangesAsync(ct);
        return values;
    }

    private async Task<string?> ValueAsync(User user, string field, CancellationToken ct) => field switch
    {
        CustomerFields.Email => user.Email,
        CustomerFields.PhoneNumber => user.PhoneNumber,
        CustomerFields.DateOfBirth => (await DetailsAsync(user.Id, ct)).DateOfBirth?.ToString("O", CultureInfo.InvariantCulture),
        CustomerFields.Addresses => Lines((await DetailsAsync(user.Id, ct)).Addresses),
        CustomerFields.Bvn => await NumberAsync(user.Id, KycCheckKind.Bvn, ct),
        CustomerFields.Nin => await NumberAsync(user.Id, KycCheckKind.Nin, ct),
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "Not a field that can be unmasked."),
    };

    private async Task<string?> NumberAsync(Guid userId, KycCheckKind kind, CancellationToken ct) =>
        await db.KycIdentities.AsNoTracking().SingleOrDefaultAsync(i => i.UserId == userId && i.Kind == kind, ct) is { } identity
            ? (await keys.GetAsync(userId, ct)).Reveal(identity.NumberProtected, KycSecrets.NumberColumn)
            : null;

    private async Task<PersonalDetails> DetailsAsync(Guid userId, CancellationToken ct) =>
        await db.ProfileDetails.AsNoTracking().SingleOrDefaultAsync(d => d.UserId == userId, ct) is { } row
            ? DetailsCipher.Reveal(await keys.GetAsync(userId, ct), row)
            : PersonalDetails.None;

    private static string? Lines(IReadOnlyList<PostalAddress> addresses) => addresses.Count == 0
        ? null
        : string.Join('\n', addresses.Select(a => $"{a.Kind}: {string.Join(", ", ((string?[])[a.Line1, a.Line2, a.City, a.State, a.PostalCode, a.Country]).OfType<string>())}"));

    private void Record(string action, Guid? subject, StaffMember staff, string? reason) =>
        db.AuditEntries.Add(AuditEntry.Of(action, subject, staff.Actor, reason, time.GetUtcNow()));
}
