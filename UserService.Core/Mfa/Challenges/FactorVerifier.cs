using UserService.Core.Audit;
using UserService.Core.Authentication;
using UserService.Core.Mfa.Factors;
using UserService.Core.Mfa.OneTimeCodes;
using UserService.Core.Mfa.Passkeys;
using UserService.Core.Mfa.RecoveryCodes;

namespace UserService.Core.Mfa.Challenges;

/// <summary>Checks answers to challenges. Every answer costs one try, whatever its method, before it is looked at.</summary>
internal sealed class FactorVerifier(OneTimeCodes.OneTimeCodes codes, TotpFactors totp, RecoveryCodeFactor recovery, PasskeyAssertions passkeys)
{
    public async Task<FactorProofResult> VerifyAsync(Guid challengeId, CodePurpose purpose, FactorProof proof, Actor actor, CancellationToken ct) =>
        AuthenticationTelemetry.Factor(purpose.ToString(), proof.Method, await JudgeAsync(challengeId, purpose, proof, actor, ct));

    private async Task<FactorProofResult> JudgeAsync(Guid challengeId, CodePurpose purpose, FactorProof proof, Actor actor, CancellationToken ct)
    {
        if (await codes.TakeTryAsync(challengeId, purpose, ct) is not { UserId: { } userId } challenge)
            return new FactorProofResult.Gone();
        if (!challenge.Methods.Contains(proof.Method))
            return new FactorProofResult.NotOffered();
        if (proof.Method == MfaMethods.Passkey)
            return await VerifyPasskeyAsync(challenge, userId, proof.Credential, actor, ct);
        return proof.Code is { } code && await FitsAsync(challenge, userId, proof.Method, code, actor, ct)
            ? new FactorProofResult.Proven(challenge, ProvenFactor.OfCode(proof.Method))
            : new FactorProofResult.Refused(userId, "invalid_code", MfaErrors.InvalidCode);
    }

    private async Task<bool> FitsAsync(CodeChallenge challenge, Guid userId, string method, string code, Actor actor, CancellationToken ct) => method switch
    {
        MfaMethods.Totp => await totp.SpendAsync(userId, code, ct),
        MfaMethods.RecoveryCode => await recovery.SpendAsync(userId, code, actor, ct),
        MfaMethods.Sms => challenge.Channel is CodeChannel.Sms && await codes.FitsAsync(challenge, code, ct),
        MfaMethods.Email => challenge.Channel is CodeChannel.Email && await codes.FitsAsync(challenge, code, ct),
        _ => false,
    };

    private async Task<FactorProofResult> VerifyPasskeyAsync(CodeChallenge challenge, Guid userId, string? credential, Actor actor, CancellationToken ct) =>
        credential is null ? new FactorProofResult.Refused(userId, "invalid_passkey", MfaErrors.InvalidPasskey)
        : await passkeys.VerifyAsync(CeremonyKind.SecondFactor, challenge.Id, credential, actor.As(userId), ct) switch
        {
            PasskeyAssertionOutcome.Right(_, var factor) => new FactorProofResult.Proven(challenge, factor),
            PasskeyAssertionOutcome.Suspect => new FactorProofResult.Refused(userId, "passkey_suspect", MfaErrors.PasskeySuspect),
            _ => new FactorProofResult.Refused(userId, "invalid_passkey", MfaErrors.InvalidPasskey),
        };
}
