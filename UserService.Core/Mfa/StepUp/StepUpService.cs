using Microsoft.EntityFrameworkCore;
using UserService.Core.Audit;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Errors;
using UserService.Core.Mfa.Challenges;
using UserService.Core.Mfa.OneTimeCodes;
using UserService.Core.Mfa.Passkeys;
using UserService.Core.Notifications;
using UserService.Core.Persistence;
using UserService.Core.Sessions;

namespace UserService.Core.Mfa.StepUp;

/// <inheritdoc cref="IStepUpService"/>
internal sealed class StepUpService(
    UserDbContext db, FactorChallenges challenges, FactorVerifier factors, PasskeyAssertions passkeys, AccessTokenIssuer tokens, TimeProvider time) : IStepUpService
{
    public async Task<StepUpChallenge?> StartAsync(Guid userId, Actor actor, CancellationToken ct)
    {
        if (await db.Users.SingleOrDefaultAsync(u => u.Id == userId, ct) is not { CanSignIn: true } user)
            return null;
        var challenge = await challenges.IssueAsync(user, CodePurpose.StepUp, device: null, TemplateNames.LoginCode, ct);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.StepUpAsked, userId, actor, reason: null, time.GetUtcNow()));
        await db.SaveChangesAsync(ct);
        return new StepUpChallenge(challenge.Id, challenge.Methods, challenge.ExpiresAt);
    }

    public async Task<Error?> SendCodeAsync(Guid userId, Guid challengeId, string method, CancellationToken ct) =>
        await IsOwnAsync(userId, challengeId, ct)
            ? await challenges.SendAsync(challengeId, CodePurpose.StepUp, method, TemplateNames.LoginCode, ct)
            : MfaErrors.ChallengeGone;

    public async Task<string?> StartPasskeyAsync(Guid userId, Guid challengeId, CancellationToken ct) =>
        await db.CodeChallenges.AnyAsync(c => c.Id == challengeId && c.UserId == userId && c.Purpose == CodePurpose.StepUp && c.Methods.Contains(MfaMethods.Passkey), ct)
            ? await passkeys.StartAsync(CeremonyKind.SecondFactor, challengeId, userId, ct)
            : null;

    public async Task<StepUpResult> VerifyAsync(Guid userId, Guid sessionId, StepUpProof proof, Actor actor, CancellationToken ct)
    {
        if (!await IsOwnAsync(userId, proof.ChallengeId, ct))
            return new StepUpResult.Failed(MfaErrors.ChallengeGone);
        switch (await factors.VerifyAsync(proof.ChallengeId, CodePurpose.StepUp, new FactorProof(proof.Method, proof.Code, proof.Credential), actor, ct))
        {
            case FactorProofResult.Proven(var challenge, var factor):
                return await RaiseAsync(sessionId, challenge, factor, actor, ct);
            case FactorProofResult.Refused(_, var reason, var error):
                db.AuditEntries.Add(AuditEntry.Of(AuditActions.SecondFactorFailed, userId, actor, reason, time.GetUtcNow()));
                await db.SaveChangesAsync(ct);
                return new StepUpResult.Failed(error);
            case FactorProofResult.NotOffered:
                return new StepUpResult.Failed(MfaErrors.UnknownMethod);
            default:
                return new StepUpResult.Failed(MfaErrors.ChallengeGone);
        }
    }

    private async Task<StepUpResult> RaiseAsync(Guid sessionId, CodeChallenge challenge, ProvenFactor factor, Actor actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var user = await db.Users.SingleAsync(u => u.Id == challenge.UserId, ct);
        var session = await db.Sessions.SingleAsync(s => s.Id == sessionId && s.UserId == user.Id, ct);
        challenge.Consume(now);
        session.StepUp(factor.Amr, now);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.SteppedUp, user.Id, actor, factor.Method, now));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new StepUpResult.Failed(MfaErrors.ChallengeGone); // answered twice at once, or the session has just ended
        }

        var access = await tokens.IssueAsync(
            new UserTokenClaims(
                user.Id, session.Id, session.ClientId, SessionStarter.FirstPartyScope, session.Acr, session.Amr, session.AuthenticatedAt, user.KycTier, user.Roles),
            ct);
        return new StepUpResult.Raised(access.Value, access.Lifetime, session.Acr);
    }

    private Task<bool> IsOwnAsync(Guid userId, Guid challengeId, CancellationToken ct) =>
        db.CodeChallenges.AnyAsync(c => c.Id == challengeId && c.UserId == userId, ct);
}
