using UserService.Core.Audit;
using UserService.Core.Errors;

namespace UserService.Core.Mfa.StepUp;

/// <summary>Raises a session to aal2, or renews it, without signing in again (RFC 9470).</summary>
public interface IStepUpService
{
    /// <summary>A challenge that offers the user's factors; the code is sent along where only one to a contact point will do.</summary>
    Task<StepUpChallenge?> StartAsync(Guid userId, Actor actor, CancellationToken ct);

    /// <summary>Sends the code of a method that needs one.</summary>
    Task<Error?> SendCodeAsync(Guid userId, Guid challengeId, string method, CancellationToken ct);

    /// <summary>Options for a passkey that answers; null where the challenge is not the user's or does not offer it.</summary>
    Task<string?> StartPasskeyAsync(Guid userId, Guid challengeId, CancellationToken ct);

    /// <summary>Gives a new access token that says so when the factor is right.</summary>
    Task<StepUpResult> VerifyAsync(Guid userId, Guid sessionId, StepUpProof proof, Actor actor, CancellationToken ct);
}

/// <summary>What must be proven.</summary>
public sealed record StepUpChallenge(Guid ChallengeId, IReadOnlyList<string> Methods, DateTimeOffset ExpiresAt);

/// <summary>What the customer answers with.</summary>
public sealed record StepUpProof(Guid ChallengeId, string Method, string? Code, string? Credential)
{
    public override string ToString() => $"[{Method}]";
}

/// <summary>How stepping up ended.</summary>
public abstract record StepUpResult
{
    /// <summary>The session's new access token; its refresh token stays as it is.</summary>
    public sealed record Raised(string AccessToken, TimeSpan ExpiresIn, string Acr) : StepUpResult
    {
        public override string ToString() => $"[access token {Acr}]";
    }

    public sealed record Failed(Error Error) : StepUpResult;
}
