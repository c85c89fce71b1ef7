using UserService.Core.Authentication;
using UserService.Core.Errors;

namespace UserService.Core.Accounts;

/// <summary>A request to open an account, its parts already in normal form but for the password.</summary>
public sealed record RegisterCommand(NewUser Details, Authentication.Passwords.Password Password);

/// <summary>How a registration ended.</summary>
public abstract record RegisterResult
{
    /// <summary>A code is on its way, or its owner was told that the address or number is taken: callers cannot tell which.</summary>
    /// <param name="RegistrationId">Names the registration when the code is sent back.</param>
    /// <param name="Channel"><c>email</c>, or <c>sms</c> where there is no address.</param>
    public sealed record Accepted(Guid RegistrationId, string Channel, DateTimeOffset ExpiresAt, DateTimeOffset ResendAfter) : RegisterResult;

    /// <summary>The password breaks the policy; the reasons are in words for the customer.</summary>
    public sealed record PasswordRefused(IReadOnlyList<string> Reasons) : RegisterResult;

    public sealed record Failed(Error Error) : RegisterResult;
}

/// <summary>How proving the code of a registration ended.</summary>
public abstract record VerifyRegistrationResult
{
    /// <summary>The account is active and signed in.</summary>
    public sealed record Verified(SessionGrant Session) : VerifyRegistrationResult;

    public sealed record Failed(Error Error) : VerifyRegistrationResult;
}
