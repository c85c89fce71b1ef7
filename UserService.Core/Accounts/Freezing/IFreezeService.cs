using UserService.Core.Audit;
using UserService.Core.Errors;

namespace UserService.Core.Accounts.Freezing;

/// <summary>The customer's own emergency brake.</summary>
public interface IFreezeService
{
    /// <summary>Freezes the account at once and ends all sessions but <paramref name="except"/>; freezing again changes nothing.</summary>
    Task<Error?> FreezeAsync(Guid userId, Guid? except, Actor actor, CancellationToken ct);

    /// <summary>From the "this was not me" link of a new-device notice: freezes and ends every session.</summary>
    Task<Error?> FreezeByLinkAsync(string token, Actor actor, CancellationToken ct);

    /// <summary>Makes a frozen account usable again; callers ask for a recent second factor first.</summary>
    Task<Error?> UnfreezeAsync(Guid userId, Actor actor, CancellationToken ct);
}
