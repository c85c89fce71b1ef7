using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Http;
using UserService.Api.OpenApi;
using UserService.Core.Errors;
using UserService.Core.Partners.Webhooks;

namespace UserService.Api.Endpoints;

/// <summary><c>/v1/webhooks</c>: what partners tell us. Stored and answered; the Worker deals with it.</summary>
internal static class WebhookEndpoints
{
    private static readonly Error InvalidSignature = new("invalid_signature", ErrorKind.Unauthenticated, "The body is not signed by the partner.");

    public static void MapWebhooks(this IEndpointRouteBuilder app)
    {
        var webhooks = app.MapGroup("/v1/webhooks").WithTags("Webhooks").WithMetadata(new LimitedAs(LimitGroup.OAuth), new ReadsRawBody()).NeverRemembers();
        webhooks.MapPost("/paystack", (HttpRequest request, IPartnerWebhooks partners, CancellationToken ct) => ReceiveAsync("paystack", "x-paystack-signature", request, partners, ct))
            .WithName("PaystackWebhook").WithSummary("Takes an event of Paystack").WithDescription("The header x-paystack-signature holds the hexadecimal HMAC-SHA512 of the raw body.");
        webhooks.MapPost("/flutterwave", (HttpRequest request, IPartnerWebhooks partners, CancellationToken ct) => ReceiveAsync("flutterwave", "verif-hash", request, partners, ct))
            .WithName("FlutterwaveWebhook").WithSummary("Takes an event of Flutterwave").WithDescription("The header verif-hash holds the hash that is configured at Flutterwave.");
    }

    private static async Task<Results<Ok, ProblemResult>> ReceiveAsync(string partner, string header, HttpRequest request, IPartnerWebhooks partners, CancellationToken ct)
    {
        // The host's limit of one mebibyte holds here too; nothing is parsed, since the signature is over these very bytes.
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        var signature = request.Headers[header] is [{ } one] ? one : null;
        return await partners.ReceiveAsync(partner, signature, body.GetBuffer().AsMemory(0, (int)body.Length), ct) ? TypedResults.Ok() : Problems.From(InvalidSignature);
    }
}
