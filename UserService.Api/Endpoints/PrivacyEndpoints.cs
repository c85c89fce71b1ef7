using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Http;
using UserService.Core.Errors;
using UserService.Core.Privacy.Erasures;
using UserService.Core.Privacy.Exports;

namespace UserService.Api.Endpoints;

/// <summary><c>/v1/data</c>: what a customer may ask of her data.</summary>
internal static class PrivacyEndpoints
{
    public static void MapPrivacy(this IEndpointRouteBuilder app)
    {
        var data = app.MapGroup("/v1/data").WithTags("Privacy").RequireAuthorization();
        data.MapPost("/export", ExportAsync).RequireRecentAal2().WithName("RequestExport").WithSummary("Asks for a copy of everything that is kept of the caller")
            .WithDescription("It is prepared in the background; a message with a link that works once tells when it is ready. While one is being prepared, that one is answered.");
        data.MapGet("/export", ListExportsAsync).WithName("ListExports").WithSummary("The caller's copies, the newest first");
        data.MapPost("/export/download", DownloadAsync).NeverRemembers().WithName("DownloadExport").WithSummary("The copy behind the link, once: a zip of JSON, a readable page and the caller's files")
            .Produces<Stream>(StatusCodes.Status200OK, "application/zip");
        data.MapPost("/erasure", EraseAsync).RequireRecentAal2().WithName("RequestErasure").WithSummary("Schedules the erasure of everything that is kept of the caller")
            .WithDescription("409 legal_hold where the law obliges the bank to keep the data.");
        data.MapGet("/erasure", GetErasureAsync).WithName("GetErasure").WithSummary("The erasure that was asked for last");
        data.MapDelete("/erasure", CancelAsync).WithName("CancelErasure").WithSummary("Cancels the scheduled erasure");
    }

    private static async Task<Accepted<ExportResponse>> ExportAsync(IDataExportService exports, Caller caller, CancellationToken ct) =>
        TypedResults.Accepted("/v1/data/export", (await exports.RequestAsync(caller.UserId, caller.Actor, ct)).ToResponse());

    private static async Task<Ok<ListResponse<ExportResponse>>> ListExportsAsync(IDataExportService exports, Caller caller, CancellationToken ct) =>
        TypedResults.Ok(new ListResponse<ExportResponse>([.. (await exports.ListAsync(caller.UserId, ct)).Select(e => e.ToResponse())]));

    private static async Task<Results<FileContentHttpResult, ProblemResult>> DownloadAsync(DownloadRequest request, IDataExportService exports, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        if (errors.Text("token", request.Token, 100) is not { } token)
            return Problems.From(errors);
        return await exports.DownloadAsync(caller.UserId, token, caller.Actor, ct) switch
        {
            DownloadResult.Archived(var archive) => TypedResults.Bytes(archive, "application/zip", "data-export.zip"),
            DownloadResult.Failed(var error) => Problems.From(error),
            _ => throw new UnreachableException(),
        };
    }

    private static async Task<Results<Accepted<ErasureResponse>, ProblemResult>> EraseAsync(IErasureService erasures, Caller caller, CancellationToken ct) =>
        await erasures.RequestAsync(caller.UserId, caller.Actor, ct) switch
        {
            ErasureResult.Scheduled(var erasure) => TypedResults.Accepted("/v1/data/erasure", erasure.ToResponse()),
            ErasureResult.Refused(var error) => Problems.From(error),
            _ => throw new UnreachableException(),
        };

    private static async Task<Results<Ok<ErasureResponse>, ProblemResult>> GetErasureAsync(IErasureService erasures, Caller caller, CancellationToken ct) =>
        await erasures.FindAsync(caller.UserId, ct) is { } erasure ? TypedResults.Ok(erasure.ToResponse()) : Problems.From(CommonErrors.NotFound);

    private static async Task<Results<NoContent, ProblemResult>> CancelAsync(IErasureService erasures, Caller caller, CancellationToken ct) =>
        await erasures.CancelAsync(caller.UserId, caller.Actor, ct) is { } error ? Problems.From(error) : TypedResults.NoContent();
}
