namespace UserService.Core.Profiles;

/// <summary>The personal details of a customer, as they are kept: what identifies a person is encrypted under the customer's own key.</summary>
internal sealed class ProfileDetails
{
    private ProfileDetails()
    {
    }

    public Guid UserId { get; private init; }

    public byte[]? DateOfBirthProtected { get; private set; }

    public string? Gender { get; private set; }

    public string? Nationality { get; private set; }

    public string? Occupation { get; private set; }

    public byte[]? AddressesProtected { get; private set; }

    public byte[]? NextOfKinProtected { get; private set; }

    public byte[]? TaxIdProtected { get; private set; }

    /// <summary>The picture in object storage; see <c>stored_files</c>.</summary>
    public Guid? AvatarId { get; private set; }

    public static ProfileDetails Of(Guid userId) => new() { UserId = userId };

    public void SetOpen(string? gender, string? nationality, string? occupation) => (Gender, Nationality, Occupation) = (gender, nationality, occupation);

    public void SetDateOfBirth(byte[]? protectedValue) => DateOfBirthProtected = protectedValue;

    public void SetAddresses(byte[]? protectedValue) => AddressesProtected = protectedValue;

    public void SetNextOfKin(byte[]? protectedValue) => NextOfKinProtected = protectedValue;

    public void SetTaxId(byte[]? protectedValue) => TaxIdProtected = protectedValue;

    /// <summary>Gives the picture that it takes the place of.</summary>
    public Guid? ReplaceAvatar(Guid? fileId)
    {
        var old = AvatarId;
        AvatarId = fileId;
        return old;
    }
}
