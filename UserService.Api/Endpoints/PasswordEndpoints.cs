using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Http;
using UserService.Core.Authentication.Passwords;
using UserService.Core.Errors;

namespace UserService.Api.Endpoints;

/// <summary><c>/v1/auth/password</c>: changing a password, and replacing a forgotten one.</summary>
internal static class PasswordEndpoints
{
    private const string PasswordFault = "10 to 256 characters are needed.";

    public static void MapPasswords(this IEndpointRouteBuilder app)
    {
        var password = app.MapGroup("/v1/auth/password").WithTags("Passwords");
        password.MapPost("/change", ChangeAsync).RequireAuthorization().RequireRecentAal2()
            .WithName("ChangePassword").WithSummary("Replaces the caller's password and ends the other sessions");
        password.MapPost("/forgot", ForgotAsync).WithName("ForgotPassword").WithSummary("Sends a code to replace a forgotten password")
            .WithDescription("Answers the same whether or not there is such an account.");
        password.MapPost("/forgot/resend", ResendAsync).WithName("ResendResetCode").WithSummary("Sends the code again");
        password.MapPost("/reset", ResetAsync).WithName("ResetPassword").WithSummary("Replaces a forgotten password and ends every session")
            .WithDescription("Signs nobody in: the next sign-in needs the second factor as ever.");
    }

    private static async Task<Results<NoContent, ProblemResult>> ChangeAsync(
        ChangePasswordRequest request, IPasswordService passwords, PasswordPolicy policy, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var current = errors.Text("currentPassword", request.CurrentPassword, Password.HardMaximum);
        var chosen = errors.Parse<Password>("newPassword", request.NewPassword, Password.TryCreate, PasswordFault);
        errors.Judge("newPassword", chosen, policy);
        return errors.None
            ? Answer(await passwords.ChangeAsync(caller.UserId, caller.SessionId, current!, chosen!, caller.Actor, ct))
            : Problems.From(errors);
    }

    private static async Task<Results<Accepted<ResetResponse>, ProblemResult>> ForgotAsync(
        ForgotPasswordRequest request, IPasswordService passwords, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        return errors.Text("identifier", request.Identifier, 254) is { } identifier
            ? Answer(await passwords.ForgotAsync(identifier, caller.Actor, ct))
            : Problems.From(errors);
    }

    private static async Task<Results<Accepted<ResetResponse>, ProblemResult>> ResendAsync(
        ResendResetRequest request, IPasswordService passwords, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var resetId = errors.Required("resetId", request.ResetId);
        return errors.None ? Answer(await passwords.ResendAsync(resetId, caller.Actor, ct)) : Problems.From(errors);
    }

    private static async Task<Results<NoContent, ProblemResult>> ResetAsync(
        ResetPasswordRequest request, IPasswordService passwords, PasswordPolicy policy, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var resetId = errors.Required("resetId", request.ResetId);
        var code = errors.Text("code", request.Code, 64);
        var chosen = errors.Parse<Password>("newPassword", request.NewPassword, Password.TryCreate, PasswordFault);
        errors.Judge("newPassword", chosen, policy);
        return errors.None ? Answer(await passwords.ResetAsync(resetId, code!, chosen!, caller.Actor, ct)) : Problems.From(errors);
    }

    private static Results<NoContent, ProblemResult> Answer(PasswordResult result)
    {
        switch (result)
        {
            case PasswordResult.Replaced:
                return TypedResults.NoContent();
            case PasswordResult.Refused(var reasons):
                var errors = new FieldErrors();
                foreach (var reason in reasons)
                    errors.Add("newPassword", reason);
                return Problems.From(errors);
            case PasswordResult.Failed(var error):
                return Problems.From(error);
            default:
                throw new UnreachableException();
        }
    }

    private static Results<Accepted<ResetResponse>, ProblemResult> Answer(ForgotResult result) => result switch
    {
        ForgotResult.Accepted accepted => TypedResults.Accepted((string?)null, accepted.ToResponse()),
        ForgotResult.Failed(var error) => Problems.From(error),
        _ => throw new UnreachableException(),
    };
}
