using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Http;
using UserService.Core.Errors;
using UserService.Core.Storage;

namespace UserService.Api.Endpoints;

/// <summary><c>/v1/files</c>: the files of a store that has no links of its own, such as the folder of a developer's machine.</summary>
internal static class FileEndpoints
{
    public static void MapFiles(this IEndpointRouteBuilder app) =>
        app.MapGet("/v1/files/{part}", GetAsync).WithTags("Profile").WithName("GetFile").WithSummary("A file, by a signed link that ends")
            .Produces<Stream>(StatusCodes.Status200OK, "image/webp");

    private static async Task<Results<FileStreamHttpResult, ProblemResult>> GetAsync(string part, string token, HttpContext context, IFileService files, CancellationToken ct)
    {
        if (await files.OpenAsync(part, token, ct) is not { } file)
            return Problems.From(CommonErrors.NotFound);
        context.Response.Headers.CacheControl = "private, max-age=300"; // shorter than any link works; the store's own links are cached alike
        return TypedResults.Stream(file.Content, file.ContentType);
    }
}
