using UserService.Core.Audit;
using UserService.Core.Mfa.Factors;

namespace UserService.Core.Mfa.Passkeys;

/// <summary>Adds passkeys to a signed-in user's factors.</summary>
public interface IPasskeyEnrolment
{
    /// <summary>Starts a ceremony that belongs to the session; starting again replaces it.</summary>
    /// <returns>The <c>PublicKeyCredentialCreationOptions</c> as JSON.</returns>
    Task<string> StartAsync(Guid userId, Guid sessionId, CancellationToken ct);

    /// <summary>Ends the session's ceremony with what the browser made of it (<c>PublicKeyCredential</c> as JSON).</summary>
    Task<FactorResult> FinishAsync(Guid userId, Guid sessionId, string? name, string credential, Actor actor, CancellationToken ct);
}
