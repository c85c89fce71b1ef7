using UserService.Core.Accounts;
using UserService.Core.Notifications;

namespace UserService.Api.Endpoints;

/// <summary><c>/dev</c>: for the person who develops; mapped in Development only, so elsewhere it is 404.</summary>
internal static class DevelopmentEndpoints
{
    public static void MapDevelopment(this IEndpointRouteBuilder app)
    {
        app.MapPasskeyPage();
        var dev = app.MapGroup("/dev").ExcludeFromDescription();
        dev.MapGet("/templates", TemplatePages.List);
        dev.MapGet("/templates/{template}", TemplatePages.Show);
        dev.MapGet("/messages", async (string to, IDevelopmentMessages messages, CancellationToken ct) =>
            await messages.ListAsync(EmailAddress.TryCreate(to, out var email) ? email.Value : to, ct));
    }
}
