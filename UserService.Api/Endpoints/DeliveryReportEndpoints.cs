using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Http;
using UserService.Core.Errors;
using UserService.Core.Notifications.Webhooks;

namespace UserService.Api.Endpoints;

/// <summary><c>/v1/webhooks</c>: what providers of messages report. Their signatures are the only proof of who calls; a provider that is not configured has no webhook.</summary>
internal static class DeliveryReportEndpoints
{
    private static readonly Error Forged = CommonErrors.Forbidden with { Detail = "The signature is missing or wrong." };

    public static void MapDeliveryReports(this IEndpointRouteBuilder app)
    {
        var webhooks = app.MapGroup("/v1/webhooks").WithMetadata(new LimitedAs(LimitGroup.OAuth)).NeverRemembers().ExcludeFromDescription();
        webhooks.MapPost("/twilio", TwilioAsync).DisableAntiforgery();
        webhooks.MapPost("/sendgrid", SendGridAsync);
    }

    private static async Task<Results<NoContent, ProblemResult>> TwilioAsync(HttpRequest request, ITwilioReports reports, CancellationToken ct)
    {
        if (!request.HasFormContentType)
            return Problems.From(CommonErrors.InvalidRequest);
        var form = (await request.ReadFormAsync(ct)).ToDictionary(p => p.Key, p => p.Value.ToString(), StringComparer.Ordinal);
        return Answer(await reports.TakeAsync(request.QueryString.Value ?? "", form, request.Headers["X-Twilio-Signature"], ct));
    }

    private static async Task<Results<NoContent, ProblemResult>> SendGridAsync(HttpRequest request, ISendGridReports reports, CancellationToken ct)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        return Answer(await reports.TakeAsync(
            body.GetBuffer().AsMemory(0, (int)body.Length),
            request.Headers["X-Twilio-Email-Event-Webhook-Signature"], request.Headers["X-Twilio-Email-Event-Webhook-Timestamp"], ct));
    }

    private static Results<NoContent, ProblemResult> Answer(ReportOutcome outcome) => outcome switch
    {
        ReportOutcome.Taken => TypedResults.NoContent(),
        ReportOutcome.NotConfigured => Problems.From(CommonErrors.NotFound),
        ReportOutcome.Forged => Problems.From(Forged),
        _ => Problems.From(CommonErrors.InvalidRequest),
    };
}
