using UserService.Core.Errors;

namespace UserService.Core.Authentication;

/// <summary>What a login's challenge needs before it can be answered.</summary>
public interface IMfaLogin
{
    /// <summary>Sends the code of a method that needs one (<c>sms</c>, <c>email</c>), no sooner than a minute after the last.</summary>
    /// <returns>Null when it is on its way.</returns>
    Task<Error?> SendCodeAsync(Guid challengeId, string method, CancellationToken ct);

    /// <summary>Starts a ceremony with the user's passkeys; asking again replaces it.</summary>
    Task<MfaPasskeyResult> StartPasskeyAsync(Guid challengeId, CancellationToken ct);
}

/// <summary>How asking for a passkey ended.</summary>
public abstract record MfaPasskeyResult
{
    /// <param name="Options"><c>PublicKeyCredentialRequestOptions</c> as JSON.</param>
    public sealed record Started(string Options) : MfaPasskeyResult;

    public sealed record Failed(Error Error) : MfaPasskeyResult;
}
