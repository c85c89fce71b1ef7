using UserService.Core.Accounts.Contacts;

namespace UserService.Core.Accounts;

/// <summary>A customer or staff member: the identity that everything else in the platform points to.</summary>
internal sealed class User
{
    private User()
    {
    }

    public Guid Id { get; private init; }

    public UserStatus Status { get; private set; }

    /// <summary>What <see cref="Reinstate"/> goes back to; none unless suspended.</summary>
    public UserStatus? StatusBeforeSuspension { get; private set; }

    /// <summary>Normal form. Unique among users whose address is verified; pending registrations may share it. None where the account was opened with a number alone.</summary>
    public string? Email { get; private set; }

    public DateTimeOffset? EmailVerifiedAt { get; private set; }

    /// <summary>E.164. Unique among users whose number is verified.</summary>
    public string? PhoneNumber { get; private set; }

    public DateTimeOffset? PhoneVerifiedAt { get; private set; }

    public string FirstName { get; private set; } = "";

    public string LastName { get; private set; } = "";

    public string? MiddleName { get; private set; }

    public string? DisplayName { get; private set; }

    /// <summary>ISO 3166-1 alpha-2, upper case.</summary>
    public string Country { get; private set; } = "";

    /// <summary>BCP 47 language tag of messages to the customer.</summary>
    public string Locale { get; private set; } = "en";

    /// <summary>0 until a tier is granted by KYC, then 1 to 3.</summary>
    public int KycTier { get; private set; }

    /// <summary>Since when the names are those of a verified identity: they change through staff alone from then on.</summary>
    public DateTimeOffset? NamesVerifiedAt { get; private set; }

    /// <summary>Staff roles (<c>support</c>, <c>compliance</c>, <c>admin</c>); empty for customers.</summary>
    public string[] Roles { get; private set; } = [];

    public string AcceptedTermsVersion { get; private set; } = "";

    public DateTimeOffset AcceptedTermsAt { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Counts changes of the profile; the ETag that callers send back in If-Match.</summary>
    public int ProfileRevision { get; private set; } = 1;

    /// <summary>A frozen account lets its owner in to unfreeze it; money is held back by its entitlements.</summary>
    public bool CanSignIn => Status is UserStatus.Active or UserStatus.Frozen;

    /// <summary>Counts changes of the account's factors; of two changes at once the second finds the row changed and fails.</summary>
    public int FactorsRevision { get; private set; }

    /// <summary>The customer's one mobile device, where the bank allows one: of two that sign in at once the second finds the row changed and fails.</summary>
    public Guid? MobileDeviceId { get; private set; }

    public static User Register(NewUser details, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Status = UserStatus.Pending,
        Email = details.Email?.Value,
        PhoneNumber = details.PhoneNumber?.Value,
        FirstName = details.FirstName.Value,
        LastName = details.LastName.Value,
        Country = details.Country.Value,
        AcceptedTermsVersion = details.AcceptedTermsVersion,
        AcceptedTermsAt = now,
        CreatedAt = now,
        UpdatedAt = now,
    };

    /// <summary>Makes a device the customer's one mobile device; false where it is already.</summary>
    public bool MoveTo(Guid mobileDevice)
    {
        if (MobileDeviceId == mobileDevice)
            return false;
        MobileDeviceId = mobileDevice;
        return true;
    }

    /// <summary>The owner has proven the address; a pending account becomes usable with it.</summary>
    public void VerifyEmail(DateTimeOffset now)
    {
        EmailVerifiedAt ??= now;
        Activate(Email, now);
    }

    /// <summary>As <see cref="VerifyEmail"/>, for the number.</summary>
    public void VerifyPhone(DateTimeOffset now)
    {
        PhoneVerifiedAt ??= now;
        Activate(PhoneNumber, now);
    }

    /// <summary>Gives the account other names on a second person's word, also where a verified identity has locked them.</summary>
    public void ChangeNames(PersonName first, PersonName last) => (FirstName, LastName) = (first.Value, last.Value);

    /// <summary>Applies the parts of a change that are present; false, with nothing changed, where it would change names that are verified.</summary>
    public bool TryChangeProfile(ProfileChange change)
    {
        if (NamesVerifiedAt is not null && change.ChangesNames(FirstName, MiddleName, LastName))
            return false;
        MiddleName = change.MiddleName.IsPresent ? change.MiddleName.Value?.Value : MiddleName;
        FirstName = change.FirstName?.Value ?? FirstName;
        LastName = change.LastName?.Value ?? LastName;
        DisplayName = change.DisplayName.IsPresent ? change.DisplayName.Value?.Value : DisplayName;
        Locale = change.Locale ?? Locale;
        return true;
    }

    /// <summary>Counts a change of anything that the profile shows.</summary>
    public void CountProfileChange(DateTimeOffset now)
    {
        ProfileRevision++;
        Touch(now);
    }

    /// <summary>Said with every factor added or removed: two removals at once must not each rely on the other's factor being left.</summary>
    public void ChangeFactors() => FactorsRevision++;

    /// <summary>The customer's own brake; false where it changes nothing.</summary>
    public bool Freeze(DateTimeOffset now) => Move(UserStatus.Active, UserStatus.Frozen, now);

    public bool Unfreeze(DateTimeOffset now) => Move(UserStatus.Frozen, UserStatus.Active, now);

    /// <summary>Staff stop the account; false where there is nothing to stop.</summary>
    public bool Suspend(DateTimeOffset now)
    {
        if (Status is not (UserStatus.Active or UserStatus.Frozen))
            return false;
        (StatusBeforeSuspension, Status) = (Status, UserStatus.Suspended);
        Touch(now);
        return true;
    }

    /// <summary>The account is what it was before: a customer's own brake stays on.</summary>
    public bool Reinstate(DateTimeOffset now)
    {
        if (!Move(UserStatus.Suspended, StatusBeforeSuspension ?? UserStatus.Active, now))
            return false;
        StatusBeforeSuspension = null;
        return true;
    }

    public void AddRole(string role, DateTimeOffset now)
    {
        Roles = [.. Roles.Append(role).Distinct().Order(StringComparer.Ordinal)];
        Touch(now);
    }

    public void RemoveRole(string role, DateTimeOffset now)
    {
        Roles = [.. Roles.Where(r => r != role)];
        Touch(now);
    }

    /// <summary>A contact whose owner has just proven it takes the place of the old one.</summary>
    public void ReplaceContact(ContactKind kind, string value, DateTimeOffset now)
    {
        if (kind is ContactKind.Email)
            (Email, EmailVerifiedAt) = (value, now);
        else
            (PhoneNumber, PhoneVerifiedAt) = (value, now);
        ProfileRevision++;
        Touch(now);
    }

    /// <summary>Takes back a contact that was added; false where no other proven one would be left to reach the owner at.</summary>
    public bool TryRemoveContact(ContactKind kind, DateTimeOffset now)
    {
        if ((kind is ContactKind.Email ? PhoneVerifiedAt : EmailVerifiedAt) is null)
            return false;
        if (kind is ContactKind.Email)
            (Email, EmailVerifiedAt) = (null, null);
        else
            (PhoneNumber, PhoneVerifiedAt) = (null, null);
        ProfileRevision++;
        Touch(now);
        return true;
    }

    /// <summary>Identity verification has reached a tier.</summary>
    public void GrantKycTier(int tier, bool namesVerified, DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tier);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tier, 3);
        KycTier = tier;
        NamesVerifiedAt ??= namesVerified ? now : null;
        Touch(now);
    }

    private void Activate(string? proven, DateTimeOffset now)
    {
        if (proven is null || Status is UserStatus.Erased)
            throw new InvalidOperationException("There is no such contact to verify.");
        if (Status is UserStatus.Pending)
            Status = UserStatus.Active;
        Touch(now);
    }

    private bool Move(UserStatus from, UserStatus to, DateTimeOffset now)
    {
        if (Status != from)
            return false;
        Status = to;
        Touch(now);
        return true;
    }

    private void Touch(DateTimeOffset now) => UpdatedAt = now;
}
