using UserService.Core.Audit;
using UserService.Core.Errors;

namespace UserService.Core.Authentication.Passwords;

/// <summary>Changing a password one knows and replacing one that is forgotten.</summary>
public interface IPasswordService
{
    /// <summary>Replaces the caller's password, ends the other sessions and tells the owner.</summary>
    Task<PasswordResult> ChangeAsync(Guid userId, Guid sessionId, string current, Password chosen, Actor actor, CancellationToken ct);

    /// <summary>Sends a code to the account's own verified contact. The answer is the same whether or not there is such an account.</summary>
    /// <param name="identifier">E-mail address, answered by e-mail, or telephone number, answered by SMS.</param>
    Task<ForgotResult> ForgotAsync(string identifier, Actor actor, CancellationToken ct);

    /// <summary>Sends the code again, no sooner than a minute after the last.</summary>
    Task<ForgotResult> ResendAsync(Guid resetId, Actor actor, CancellationToken ct);

    /// <summary>
    /// Replaces the password with the code's proof, ends every session and forgets which devices are trusted: the next sign-in needs
    /// the second factor, which a reset never stands in for.
    /// </summary>
    Task<PasswordResult> ResetAsync(Guid resetId, string code, Password chosen, Actor actor, CancellationToken ct);
}

/// <summary>How replacing a password ended.</summary>
public abstract record PasswordResult
{
    public sealed record Replaced : PasswordResult;

    /// <summary>The new password breaks the policy; the reasons are in words for the customer.</summary>
    public sealed record Refused(IReadOnlyList<string> Reasons) : PasswordResult;

    public sealed record Failed(Error Error) : PasswordResult;
}

/// <summary>How asking for a reset ended.</summary>
public abstract record ForgotResult
{
    /// <param name="Channel"><c>email</c> or <c>sms</c>, as the identifier was.</param>
    public sealed record Accepted(Guid ResetId, string Channel, DateTimeOffset ExpiresAt, DateTimeOffset ResendAfter) : ForgotResult;

    public sealed record Failed(Error Error) : ForgotResult;
}
