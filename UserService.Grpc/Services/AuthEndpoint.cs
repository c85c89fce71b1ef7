using System.Runtime.CompilerServices;
using Banking.Users.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using UserService.Core.Authentication.Clients;
using UserService.Core.Authentication.Tokens;
using UserService.Grpc.Calls;

namespace UserService.Grpc.Services;

/// <summary><c>banking.users.v1.Auth</c>.</summary>
internal sealed class AuthEndpoint(ITokenValidator tokens) : Auth.AuthBase
{
    private static readonly ValidateTokenResponse Inactive = new() { Active = false };
    private static readonly Task<ValidateTokenResponse> InactiveTask = Task.FromResult(Inactive);

    // Claims never change, and the validator gives the same object for the same token: its answer is made once and lives as long.
    private readonly ConditionalWeakTable<ValidatedToken, Task<ValidateTokenResponse>> answers = [];

    [RequiresScope(ServiceScopes.ValidateTokens)]
    public override Task<ValidateTokenResponse> ValidateToken(ValidateTokenRequest request, ServerCallContext context)
    {
        if (request.Token.Length == 0)
            throw RequestFields.Invalid("token", "must not be empty");
        var validation = tokens.ValidateAsync(request.Token, TokenKind.User, context.CancellationToken);
        return validation.IsCompletedSuccessfully ? Answer(validation.GetAwaiter().GetResult()) : AnswerAsync(validation);
    }

    private async Task<ValidateTokenResponse> AnswerAsync(ValueTask<ValidatedToken?> validation) => await Answer(await validation);

    private Task<ValidateTokenResponse> Answer(ValidatedToken? token) =>
        token is null ? InactiveTask : answers.GetValue(token, static good => Task.FromResult(Active(good.Subject)));

    private static ValidateTokenResponse Active(TokenSubject subject)
    {
        var claims = new TokenClaims
        {
            UserId = subject.UserId!.Value.ToString(),
            SessionId = subject.SessionId!.Value.ToString(),
            ClientId = subject.ClientId,
            Scopes = { subject.Scopes.Order(StringComparer.Ordinal) },
            Roles = { subject.Roles },
            Acr = subject.Acr ?? "",
            Amr = { subject.Amr },
            AuthTime = subject.AuthenticatedAt is { } time ? Timestamp.FromDateTimeOffset(time) : null,
            KycTier = subject.KycTier,
            IssuedAt = Timestamp.FromDateTimeOffset(subject.IssuedAt),
            ExpiresAt = Timestamp.FromDateTimeOffset(subject.ExpiresAt),
            KeyThumbprint = subject.KeyThumbprint ?? "",
        };
        return new ValidateTokenResponse { Active = true, Claims = claims };
    }
}
