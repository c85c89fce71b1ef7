using UserService.Core.Errors;
using UserService.Core.Mfa;
using UserService.Core.Mfa.Challenges;
using UserService.Core.Mfa.OneTimeCodes;
using UserService.Core.Mfa.Passkeys;
using UserService.Core.Notifications;

namespace UserService.Core.Authentication;

/// <inheritdoc cref="IMfaLogin"/>
internal sealed class MfaLogin(FactorChallenges challenges, OneTimeCodes codes, PasskeyAssertions passkeys) : IMfaLogin
{
    public Task<Error?> SendCodeAsync(Guid challengeId, string method, CancellationToken ct) =>
        challenges.SendAsync(challengeId, CodePurpose.LoginMfa, method, TemplateNames.LoginCode, ct);

    public async Task<MfaPasskeyResult> StartPasskeyAsync(Guid challengeId, CancellationToken ct)
    {
        if (await codes.FindOpenAsync(challengeId, CodePurpose.LoginMfa, ct) is not { } challenge)
            return new MfaPasskeyResult.Failed(MfaErrors.ChallengeGone);
        return challenge.Methods.Contains(MfaMethods.Passkey)
            ? new MfaPasskeyResult.Started(await passkeys.StartAsync(CeremonyKind.SecondFactor, challengeId, challenge.UserId, ct))
            : new MfaPasskeyResult.Failed(MfaErrors.UnknownMethod);
    }
}
