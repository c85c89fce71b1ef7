using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Http;
using UserService.Core.Accounts;
using UserService.Core.Authentication;
using UserService.Core.Authentication.Passwords;
using UserService.Core.Errors;

namespace UserService.Api.Endpoints;

/// <summary><c>/v1/auth</c>: opening an account, signing in, staying signed in, signing out.</summary>
internal static class AuthEndpoints
{
    public static void MapAuth(this IEndpointRouteBuilder app)
    {
        var auth = app.MapGroup("/v1/auth").WithTags("Authentication");
        auth.MapPost("/register", RegisterAsync).WithName("Register").WithSummary("Opens an account")
            .WithDescription("Answers the same whether or not the address or number is taken; its owner is told by message.");
        auth.MapPost("/verify", VerifyAsync).BindsToDpopKey().NeverRemembers().WithName("VerifyRegistration").WithSummary("Proves the address or number of a new account and signs in");
        auth.MapPost("/verify/resend", ResendAsync).WithName("ResendRegistrationCode").WithSummary("Sends the code of a registration again");
        auth.MapPost("/login", LoginAsync).BindsToDpopKey().NeverRemembers().WithName("Login").WithSummary("Signs in with a password");
        auth.MapPost("/mfa/verify", VerifyMfaAsync).BindsToDpopKey().NeverRemembers().WithName("VerifyMfa").WithSummary("Completes a sign-in with its second factor");
        auth.MapPost("/refresh", RefreshAsync).BindsToDpopKey().WithMetadata(new LimitedAs(LimitGroup.Refresh)).NeverRemembers().WithName("Refresh").WithSummary("Exchanges a refresh token for new tokens");
        auth.MapPost("/logout", LogoutAsync).WithName("Logout").WithSummary("Ends the session of the access token").RequireAuthorization();
    }

    private static async Task<Results<Accepted<RegistrationResponse>, ProblemResult>> RegisterAsync(
        RegisterRequest request, IAccountService accounts, PasswordPolicy policy, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        return request.ToCommand(policy, errors) is { } command
            ? Answer(await accounts.RegisterAsync(command, caller.Actor, ct))
            : Problems.From(errors);
    }

    private static async Task<Results<Ok<SessionResponse>, ProblemResult>> VerifyAsync(
        VerifyRequest request, IAccountService accounts, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var registrationId = errors.Required("registrationId", request.RegistrationId);
        var code = errors.Text("code", request.Code, 64);
        var device = request.Device.ToDescription(errors);
        if (!errors.None)
            return Problems.From(errors);
        return await accounts.VerifyAsync(registrationId, code!, device, caller.Actor, ct) switch
        {
            VerifyRegistrationResult.Verified(var session) => TypedResults.Ok(session.ToResponse()),
            VerifyRegistrationResult.Failed(var error) => Problems.From(error),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<Results<Accepted<RegistrationResponse>, ProblemResult>> ResendAsync(
        ResendRequest request, IAccountService accounts, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var registrationId = errors.Required("registrationId", request.RegistrationId);
        return errors.None ? Answer(await accounts.ResendAsync(registrationId, ct)) : Problems.From(errors);
    }

    private static async Task<Results<Ok<SessionResponse>, Ok<MfaRequiredResponse>, ProblemResult>> LoginAsync(
        LoginRequest request, IAuthService auth, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        return request.ToCommand(errors) is { } command
            ? Answer(await auth.LoginAsync(command, caller.Actor, ct))
            : Problems.From(errors);
    }

    private static async Task<Results<Ok<SessionResponse>, Ok<MfaRequiredResponse>, ProblemResult>> VerifyMfaAsync(
        VerifyMfaRequest request, IAuthService auth, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        return request.ToCommand(errors) is { } command
            ? Answer(await auth.VerifyMfaAsync(command, caller.Actor, ct))
            : Problems.From(errors);
    }

    private static async Task<Results<Ok<SessionResponse>, ProblemResult>> RefreshAsync(
        RefreshRequest request, IAuthService auth, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        if (errors.Text("refreshToken", request.RefreshToken, 256) is not { } token)
            return Problems.From(errors);
        return await auth.RefreshAsync(token, caller.Actor, ct) switch
        {
            RefreshResult.Refreshed(var session) => TypedResults.Ok(session.ToResponse()),
            RefreshResult.Failed(var error) => Problems.From(error),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<NoContent> LogoutAsync(IAuthService auth, Caller caller, CancellationToken ct)
    {
        await auth.LogoutAsync(caller.UserId, caller.SessionId, caller.Actor, ct);
        return TypedResults.NoContent();
    }

    private static Results<Accepted<RegistrationResponse>, ProblemResult> Answer(RegisterResult result)
    {
        switch (result)
        {
            case RegisterResult.Accepted accepted:
                return TypedResults.Accepted((string?)null, accepted.ToResponse());
            case RegisterResult.PasswordRefused(var reasons):
                var errors = new FieldErrors();
                foreach (var reason in reasons)
                    errors.Add("password", reason);
                return Problems.From(errors);
            case RegisterResult.Failed(var error):
                return Problems.From(error);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static Results<Ok<SessionResponse>, Ok<MfaRequiredResponse>, ProblemResult> Answer(LoginResult result) => result switch
    {
        LoginResult.Authenticated(var session) => TypedResults.Ok(session.ToResponse()),
        LoginResult.MfaRequired required => TypedResults.Ok(required.ToResponse()),
        LoginResult.Failed(var error) => Problems.From(error),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
