using Microsoft.Extensions.Options;
using UserService.Core.Accounts;

namespace UserService.Core.Mfa;

/// <summary>Says whose account must have a second factor.</summary>
internal sealed class MfaPolicy(IOptions<MfaOptions> options)
{
    private static readonly string[] AllRoles = ["support", "compliance", "admin"];

    public bool Requires(User user) =>
        user.Roles.Intersect(options.Value.RequiredForRoles ?? AllRoles, StringComparer.Ordinal).Any()
        || (options.Value.RequiredFromTier is { } tier && user.KycTier >= tier);
}
