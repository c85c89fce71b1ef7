using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Mfa.Challenges;
using UserService.Core.Mfa.Factors;
using UserService.Core.Persistence;

namespace UserService.Core.Mfa.Passkeys;

/// <summary>Asks for a passkey and verifies the answer, as first factor and as second.</summary>
internal sealed class PasskeyAssertions(
    UserDbContext db, IPasskeyHandler<PasskeyOwner> handler, Ceremonies ceremonies, IUserRepository users, FactorJournal journal, TimeProvider time)
{
    /// <summary>Starts a ceremony; without a user the passkey itself says who signs in.</summary>
    /// <returns>The <c>PublicKeyCredentialRequestOptions</c> as JSON.</returns>
    public async Task<string> StartAsync(CeremonyKind kind, Guid id, Guid? userId, CancellationToken ct)
    {
        // The handler asks the request for nothing: domain and origins are configured.
        var made = await handler.MakeRequestOptionsAsync(userId is { } known ? new PasskeyOwner(known) : null, new DefaultHttpContext());
        await ceremonies.StartAsync(kind, id, userId, made.AssertionState!, ct);
        return made.RequestOptionsJson;
    }

    /// <summary>Ends the ceremony. A suspect passkey's mark and what it leaves behind are in the caller's unit of work.</summary>
    public async Task<PasskeyAssertionOutcome> VerifyAsync(CeremonyKind kind, Guid id, string credential, Actor actor, CancellationToken ct)
    {
        if (await ceremonies.TakeAsync(kind, id, ct) is not { } state)
            return new PasskeyAssertionOutcome.Wrong();
        var asserted = await handler.PerformAssertionAsync(
            new PasskeyAssertionContext { HttpContext = new DefaultHttpContext(), CredentialJson = credential, AssertionState = state });
        CeremonyFailures.ThrowIfOutage(asserted.Failure);
        if (!asserted.Succeeded)
            return new PasskeyAssertionOutcome.Wrong();
        var (credentialId, counted) = (asserted.Passkey.CredentialId, asserted.Passkey.SignCount);
        var factor = await (from passkey in db.Passkeys
                            join row in db.Factors on passkey.FactorId equals row.Id
                            where passkey.CredentialId == credentialId
                            select row).SingleOrDefaultAsync(ct);
        if (factor is null || await users.FindByIdAsync(asserted.User.UserId, ct) is not { } user)
            return new PasskeyAssertionOutcome.Wrong(); // removed a moment ago
        if (await CountAsync(factor.Id, counted, asserted.Passkey.IsBackedUp, ct))
            return new PasskeyAssertionOutcome.Right(user, ProvenFactor.OfPasskey(asserted.Passkey.IsBackupEligible));
        factor.Suspect(time.GetUtcNow());
        await journal.RecordAsync(FactorChange.PasskeySuspected, user, factor, actor.As(user.Id), ct);
        return new PasskeyAssertionOutcome.Suspect(user);
    }

    // A counter that does not go forward means that two authenticators have the key (WebAuthn §6.1.1). One that always says 0 does not count.
    private async Task<bool> CountAsync(Guid factorId, uint counted, bool isBackedUp, CancellationToken ct)
    {
        long count = counted;
        var now = time.GetUtcNow();
        if (await db.Passkeys.Where(p => p.FactorId == factorId && (p.SignCount < count || (p.SignCount == 0 && count == 0)))
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.SignCount, count).SetProperty(p => p.IsBackedUp, isBackedUp), ct) == 0)
            return false;
        await db.Factors.Where(f => f.Id == factorId).ExecuteUpdateAsync(set => set.SetProperty(f => f.LastUsedAt, now), ct);
        return true;
    }
}

/// <summary>What an answer to a request for a passkey was worth.</summary>
internal abstract record PasskeyAssertionOutcome
{
    public sealed record Right(User User, ProvenFactor Factor) : PasskeyAssertionOutcome;

    /// <summary>The signature is right and the counter went back: the passkey is marked and works no more.</summary>
    public sealed record Suspect(User User) : PasskeyAssertionOutcome;

    public sealed record Wrong : PasskeyAssertionOutcome;
}
