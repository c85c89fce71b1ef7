namespace UserService.Core.Accounts;

/// <summary>Where an account is in its life. Stored and sent as snake_case text.</summary>
public enum UserStatus
{
    /// <summary>Registered, no contact point verified yet: nobody can sign in.</summary>
    Pending,

    /// <summary>Verified and usable.</summary>
    Active,

    /// <summary>Frozen at once by its owner; signing in is possible only to unfreeze.</summary>
    Frozen,

    /// <summary>Stopped by staff.</summary>
    Suspended,

    /// <summary>Erased at the customer's wish: only the id is left.</summary>
    Erased,
}

/// <summary>The wire form of <see cref="UserStatus"/>.</summary>
public static class UserStatusNames
{
    public static string ToWire(this UserStatus status) => status switch
    {
        UserStatus.Pending => "pending",
        UserStatus.Active => "active",
        UserStatus.Frozen => "frozen",
        UserStatus.Suspended => "suspended",
        UserStatus.Erased => "erased",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>The wire form of a status as the database keeps it, which is the enum's name.</summary>
    internal static string FromStorage(string stored) => Enum.Parse<UserStatus>(stored).ToWire();
}
