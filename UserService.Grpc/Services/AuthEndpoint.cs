using System.Security.Cryptography;
using Banking.Users.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using UserService.Core.Audit;
using UserService.Core.Authentication.Clients;
using UserService.Core.Authentication.OAuth;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Mfa.Approvals;
using UserService.Core.Sessions;
using UserService.Grpc.Calls;

namespace UserService.Grpc.Services;

/// <summary><c>banking.users.v1.Auth</c>.</summary>
internal sealed class AuthEndpoint(ITokenValidator tokens, CallerAdmission callers, IOptions<TokenOptions> options) : Auth.AuthBase
{
    private static readonly ValidateTokenResponse Inactive = new() { Active = false };

    [RequiresScope(ServiceScopes.ValidateTokens)]
    public override Task<ValidateTokenResponse> ValidateToken(ValidateTokenRequest request, ServerCallContext context)
    {
        if (request.Token.Length == 0)
            throw RequestFields.Invalid("token", "must not be empty");
        var validation = tokens.ValidateAsync(request.Token, TokenKind.User, context.CancellationToken);
        return validation.IsCompletedSuccessfully ? Task.FromResult(Answer(validation.GetAwaiter().GetResult())) : AnswerAsync(validation);
    }

    [RequiresScope(ServiceScopes.IntrospectTokens)]
    public override async Task<IntrospectResponse> Introspect(IntrospectRequest request, ServerCallContext context)
    {
        if (request.Token.Length == 0)
            throw RequestFields.Invalid("token", "must not be empty");
        return await Scoped<ITokenIntrospection>(context).DescribeAsync(request.Token, context.CancellationToken) is { } token
            ? new IntrospectResponse { Active = true, Token = token.ToMessage(options.Value.Issuer) }
            : new IntrospectResponse { Active = false };
    }

    [RequiresScope(ServiceScopes.RedeemApprovals)]
    public override async Task<RedeemApprovalResponse> RedeemApproval(RedeemApprovalRequest request, ServerCallContext context)
    {
        var approvalId = RequestFields.ReadId(request.ApprovalId, "approval_id");
        var userId = RequestFields.ReadId(request.UserId, "user_id");
        if (request.PayloadSha256.Length != SHA256.HashSizeInBytes)
            throw RequestFields.Invalid("payload_sha256", "must have 32 bytes");
        if (request.Operation.Length is 0 or > 100)
            throw RequestFields.Invalid("operation", "must have 1 to 100 characters");
        var client = await callers.ClientOfAsync(context);
        return await Scoped<IApprovalService>(context).RedeemAsync(
            userId, approvalId, request.Operation, request.PayloadSha256.ToByteArray(), client, context.CancellationToken) switch
        {
            RedemptionResult.Redeemed redeemed => new RedeemApprovalResponse
            {
                ApprovedAt = Timestamp.FromDateTimeOffset(redeemed.ApprovedAt),
                RedeemedAt = Timestamp.FromDateTimeOffset(redeemed.RedeemedAt),
                Method = redeemed.Method,
            },
            _ => throw ApprovalErrors.NotRedeemable.ToRpcException(),
        };
    }

    [RequiresScope(ServiceScopes.RevokeSessions)]
    public override async Task<RevokeSessionsResponse> RevokeSessions(RevokeSessionsRequest request, ServerCallContext context)
    {
        var userId = RequestFields.ReadId(request.UserId, "user_id");
        var actor = new Actor("service", await callers.ClientOfAsync(context), null, null, null);
        var sessions = Scoped<ISessionService>(context);
        if (request.SessionId.Length == 0)
            return new RevokeSessionsResponse { Revoked = await sessions.RevokeAllAsync(userId, except: null, actor, context.CancellationToken) };
        var sessionId = RequestFields.ReadId(request.SessionId, "session_id");
        return new RevokeSessionsResponse { Revoked = await sessions.RevokeAsync(userId, sessionId, actor, context.CancellationToken) ? 1 : 0 };
    }

    // The endpoint is one object for all calls, so that validating a token makes none: what belongs to a call is asked for here.
    private static T Scoped<T>(ServerCallContext context)
        where T : notnull => context.GetHttpContext().RequestServices.GetRequiredService<T>();

    private static async Task<ValidateTokenResponse> AnswerAsync(ValueTask<ValidatedToken?> validation) => Answer(await validation);

    private static ValidateTokenResponse Answer(ValidatedToken? token) => token is null ? Inactive : Active(token.Subject);

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
