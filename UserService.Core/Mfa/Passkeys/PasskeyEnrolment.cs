using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using UserService.Core.Audit;
using UserService.Core.Mfa.Factors;
using UserService.Core.Persistence;

namespace UserService.Core.Mfa.Passkeys;

/// <inheritdoc cref="IPasskeyEnrolment"/>
internal sealed class PasskeyEnrolment(
    UserDbContext db, IPasskeyHandler<PasskeyOwner> handler, Ceremonies ceremonies, FactorJournal journal, FactorLimit limit, TimeProvider time) : IPasskeyEnrolment
{
    public async Task<string> StartAsync(Guid userId, Guid sessionId, CancellationToken ct)
    {
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == userId, ct);
        var entity = new PasskeyUserEntity
        {
            Id = new PasskeyOwner(userId).Handle,
            Name = user.Email ?? user.PhoneNumber ?? userId.ToString(),
            DisplayName = user.DisplayName ?? $"{user.FirstName} {user.LastName}",
        };
        var made = await handler.MakeCreationOptionsAsync(entity, new DefaultHttpContext());
        await ceremonies.StartAsync(CeremonyKind.Enrolment, sessionId, userId, made.AttestationState!, ct);
        return made.CreationOptionsJson;
    }

    public async Task<FactorResult> FinishAsync(Guid userId, Guid sessionId, string? name, string credential, Actor actor, CancellationToken ct)
    {
        if (await ceremonies.TakeAsync(CeremonyKind.Enrolment, sessionId, ct) is not { } state)
            return new FactorResult.Failed(MfaErrors.PasskeyRefused);
        var attested = await handler.PerformAttestationAsync(
            new PasskeyAttestationContext { HttpContext = new DefaultHttpContext(), CredentialJson = credential, AttestationState = state });
        CeremonyFailures.ThrowIfOutage(attested.Failure);
        if (!attested.Succeeded || attested.UserEntity.Id != new PasskeyOwner(userId).Handle)
            return new FactorResult.Failed(MfaErrors.PasskeyRefused);
        return await limit.IsReachedAsync(userId, ct)
            ? new FactorResult.Failed(MfaErrors.TooManyFactors)
            : await AddAsync(userId, name, attested.Passkey, actor, ct);
    }

    private async Task<FactorResult> AddAsync(Guid userId, string? name, UserPasskeyInfo made, Actor actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var user = await db.Users.SingleAsync(u => u.Id == userId, ct);
        var factor = Factor.Add(Guid.CreateVersion7(now), userId, FactorKind.Passkey, name, now);
        db.Factors.Add(factor);
        db.Passkeys.Add(Passkey.Of(
            factor.Id,
            new NewPasskey(made.CredentialId, made.PublicKey, made.SignCount, made.Transports ?? [], made.IsBackupEligible, made.IsBackedUp)));
        user.ChangeFactors();
        await journal.RecordAsync(FactorChange.Added, user, factor, actor, ct);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new FactorResult.Failed(MfaErrors.PasskeyRefused); // the same credential, enrolled twice at once
        }

        return new FactorResult.Added(FactorView.Of(factor));
    }
}
