using System.Data.Common;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore.Storage;

namespace UserService.Core.Mfa.Passkeys;

/// <summary>Tells a refused ceremony from one that could not be judged: the framework's handler catches everything.</summary>
internal static class CeremonyFailures
{
    /// <exception cref="PasskeyException">The database was away; the caller's answer was not judged.</exception>
    public static void ThrowIfOutage(PasskeyException? failure)
    {
        if (failure is { InnerException: DbException or RetryLimitExceededException or TimeoutException })
            throw failure;
    }
}
