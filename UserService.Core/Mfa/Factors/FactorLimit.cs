using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using UserService.Core.Persistence;

namespace UserService.Core.Mfa.Factors;

/// <summary>Keeps an account from collecting factors without end. Two at once may pass it by one: it guards storage, not safety.</summary>
internal sealed class FactorLimit(UserDbContext db, IOptions<MfaOptions> options)
{
    public async Task<bool> IsReachedAsync(Guid userId, CancellationToken ct) =>
        await db.Factors.CountAsync(f => f.UserId == userId, ct) >= options.Value.MaxFactors;
}
