using Banking.Users.V1;
using Google.Protobuf.WellKnownTypes;
using UserService.Core.Accounts;

namespace UserService.Grpc.Services;

/// <summary>Users as messages.</summary>
internal static class UserMessages
{
    public static User ToMessage(this DirectoryUser user)
    {
        var message = new User
        {
            UserId = user.Id.ToString(),
            Status = StatusOf(user.Status),
            EmailVerified = user.EmailVerified,
            PhoneVerified = user.PhoneVerified,
            FirstName = user.FirstName,
            LastName = user.LastName,
            Country = user.Country,
            Locale = user.Locale,
            KycTier = user.KycTier,
            CreatedAt = Timestamp.FromDateTimeOffset(user.CreatedAt),
            UpdatedAt = Timestamp.FromDateTimeOffset(user.UpdatedAt),
        };

        // A message's setters take no null: what is absent is left alone.
        if (user.Email is not null)
            message.Email = user.Email;
        if (user.PhoneNumber is not null)
            message.PhoneNumber = user.PhoneNumber;
        return message;
    }

    /// <summary>The enum's value for Core's wire form of a status.</summary>
    public static Banking.Users.V1.UserStatus StatusOf(string status) => status switch
    {
        "pending" => Banking.Users.V1.UserStatus.Pending,
        "active" => Banking.Users.V1.UserStatus.Active,
        "frozen" => Banking.Users.V1.UserStatus.Frozen,
        "suspended" => Banking.Users.V1.UserStatus.Suspended,
        "erased" => Banking.Users.V1.UserStatus.Erased,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
