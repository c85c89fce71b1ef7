using System.Globalization;
using System.Text;
using System.Text.Json;
using UserService.Api.Contracts.Admin;
using UserService.Core.Audit.Queries;

namespace UserService.Api.Http;

/// <summary>Writes entries as they come from the database: an export of millions needs no more memory than one of ten.</summary>
internal sealed class AuditExport(IAsyncEnumerable<AuditRecord> records, bool asCsv) : IResult
{
    private const int FlushAt = 64 * 1024;

    private static readonly string Header = CsvCells.Line(
        "id", "occurredAt", "action", "actorType", "actorId", "subjectId", "sessionId", "address", "reason", "beforeHash", "afterHash");

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = asCsv ? "text/csv; charset=utf-8" : "application/x-ndjson";
        response.Headers.ContentDisposition = $"attachment; filename=\"audit.{(asCsv ? "csv" : "ndjson")}\"";
        var buffer = new StringBuilder(asCsv ? Header : "");
        await foreach (var record in records.WithCancellation(httpContext.RequestAborted))
        {
            buffer.Append(asCsv ? Csv(record.ToResponse()) : Json(record.ToResponse()));
            if (buffer.Length >= FlushAt)
                await FlushAsync(response, buffer);
        }

        await FlushAsync(response, buffer);
    }

    private static async Task FlushAsync(HttpResponse response, StringBuilder buffer)
    {
        await response.WriteAsync(buffer.ToString());
        buffer.Clear();
    }

    private static string Json(AuditEntryResponse entry) => JsonSerializer.Serialize(entry, AdminJson.Default.AuditEntryResponse) + "\n";

    private static string Csv(AuditEntryResponse e) => CsvCells.Line(
        e.Id.ToString(), e.OccurredAt.ToString("O", CultureInfo.InvariantCulture), e.Action, e.ActorType, e.ActorId, e.SubjectId?.ToString(), e.SessionId?.ToString(),
        e.Address, e.Reason, e.BeforeHash, e.AfterHash);
}
