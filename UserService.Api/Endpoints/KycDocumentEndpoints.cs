using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using UserService.Api.Contracts;
using UserService.Api.Http;
using UserService.Core.Errors;
using UserService.Core.Kyc;
using UserService.Core.Kyc.Documents;

namespace UserService.Api.Endpoints;

/// <summary><c>/v1/kyc/files|document|selfie</c>: papers and faces.</summary>
internal static class KycDocumentEndpoints
{
    /// <summary>8 MiB: photographs of telephones are 2 to 4, scans in colour up to 6.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    public static void MapKycDocuments(this IEndpointRouteBuilder app)
    {
        var kyc = app.MapGroup("/v1/kyc").WithTags("Verification").RequireAuthorization();
        kyc.MapPost("/files", UploadAsync).WithName("UploadKycFile").WithSummary("Uploads a picture for a check")
            .WithDescription("A JPEG, PNG, WebP or PDF file of at most 8 MiB, raw or as the only file of a form. Its content decides what it is. What no check names within a day is removed.")
            .Accepts<IFormFile>("image/jpeg", "image/png", "image/webp", "application/pdf", "multipart/form-data")
            .WithMetadata(new RequestSizeLimitAttribute(MaxBytes + (64 * 1024)));
        kyc.MapPost("/document", ProveDocumentAsync).WithName("ProveDocument").WithSummary("Has an identity document verified");
        kyc.MapPost("/selfie", ProveFaceAsync).WithName("ProveFace").WithSummary("Has the customer's face compared with the register's");
    }

    private static async Task<Results<Created<KycFileResponse>, ProblemResult>> UploadAsync(HttpContext context, IKycDocuments documents, Caller caller, CancellationToken ct)
    {
        var (content, error) = await UploadedFile.ReadAsync(context.Request, MaxBytes, ct);
        if (error is not null)
            return Problems.From(error);
        return await documents.UploadAsync(caller.UserId, content, ct) switch
        {
            KycFileResult.Kept(var id) => TypedResults.Created((string?)null, new KycFileResponse(id)),
            KycFileResult.Refused(var refused) => Problems.From(refused),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<Results<Accepted<CheckOpenedResponse>, ProblemResult>> ProveDocumentAsync(
        DocumentRequest request, IKycDocuments documents, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var claim = request.ToClaim(errors);
        return errors.None
            ? Answer(await documents.OpenCheckAsync(caller.UserId, KycCheckKind.Document, claim, request.Files(), caller.Actor, ct))
            : Problems.From(errors);
    }

    private static async Task<Results<Accepted<CheckOpenedResponse>, ProblemResult>> ProveFaceAsync(SelfieRequest request, IKycDocuments documents, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var file = errors.Required("fileId", request.FileId);
        return errors.None
            ? Answer(await documents.OpenCheckAsync(caller.UserId, KycCheckKind.Selfie, new KycClaim(), [file], caller.Actor, ct))
            : Problems.From(errors);
    }

    private static Results<Accepted<CheckOpenedResponse>, ProblemResult> Answer(KycCheckResult result) => result switch
    {
        KycCheckResult.Opened(var id) => TypedResults.Accepted((string?)null, new CheckOpenedResponse(id)),
        KycCheckResult.Failed(var error) => Problems.From(error),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
