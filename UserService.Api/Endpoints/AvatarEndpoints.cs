using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using UserService.Api.Contracts;
using UserService.Api.Http;
using UserService.Core.Errors;
using UserService.Core.Profiles.Avatars;

namespace UserService.Api.Endpoints;

/// <summary><c>/v1/profile/avatar</c>: the customer's picture.</summary>
internal static class AvatarEndpoints
{
    /// <summary>5 MiB: what the issue of this service sets; photographs of telephones are 2 to 4.</summary>
    public const int MaxBytes = 5 * 1024 * 1024;

    public static void MapAvatar(this IEndpointRouteBuilder app)
    {
        var avatar = app.MapGroup("/v1/profile/avatar").WithTags("Profile").RequireAuthorization();
        avatar.MapGet("", GetAsync).WithName("GetAvatar").WithSummary("Links to the caller's picture in three sizes");
        avatar.MapPut("", PutAsync).WithName("ReplaceAvatar").WithSummary("Replaces the caller's picture")
            .WithDescription("A JPEG, PNG or WebP image of at most 5 MiB and 40 million pixels, raw or as the only file of a form. Its content decides what it is. It is drawn anew in 64, 256 and 512 pixels; nothing of its metadata is kept.")
            .Accepts<IFormFile>("image/jpeg", "image/png", "image/webp", "multipart/form-data")
            .WithMetadata(new RequestSizeLimitAttribute(MaxBytes + (64 * 1024)));
        avatar.MapDelete("", DeleteAsync).WithName("RemoveAvatar").WithSummary("Removes the caller's picture");
    }

    private static async Task<Results<Ok<AvatarResponse>, ProblemResult>> GetAsync(IAvatarService avatars, Caller caller, CancellationToken ct) =>
        await avatars.FindAsync(caller.UserId, ct) is { } avatar ? TypedResults.Ok(avatar.ToResponse()) : Problems.From(CommonErrors.NotFound);

    private static async Task<Results<Ok<AvatarResponse>, ProblemResult>> PutAsync(HttpContext context, IAvatarService avatars, Caller caller, CancellationToken ct)
    {
        var (image, error) = await UploadedFile.ReadAsync(context.Request, MaxBytes, ct);
        if (error is not null)
            return Problems.From(error);
        return await avatars.ReplaceAsync(caller.UserId, image, caller.Actor, ct) switch
        {
            AvatarResult.Replaced(var avatar) => TypedResults.Ok(avatar.ToResponse()),
            AvatarResult.Refused(var refused) => Problems.From(refused),
            _ => throw new UnreachableException(),
        };
    }

    private static async Task<Results<NoContent, ProblemResult>> DeleteAsync(IAvatarService avatars, Caller caller, CancellationToken ct) =>
        await avatars.RemoveAsync(caller.UserId, caller.Actor, ct) ? TypedResults.NoContent() : Problems.From(CommonErrors.NotFound);
}
