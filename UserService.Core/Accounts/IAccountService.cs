using UserService.Core.Audit;

namespace UserService.Core.Accounts;

/// <summary>Opens accounts. Answers the same, after the same work, whether or not an address or number is taken.</summary>
public interface IAccountService
{
    Task<RegisterResult> RegisterAsync(RegisterCommand command, Actor actor, CancellationToken ct);

    /// <summary>Sends the code of a registration again, no sooner than a minute after the last.</summary>
    Task<RegisterResult> ResendAsync(Guid registrationId, CancellationToken ct);

    /// <summary>Turns the pending account into an active one when its owner proves the address or number, and signs in.</summary>
    Task<VerifyRegistrationResult> VerifyAsync(Guid registrationId, string code, DeviceDescription? device, Actor actor, CancellationToken ct);
}
