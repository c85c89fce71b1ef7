using System.Net;
using System.Text;
using UserService.Core.Notifications.Previews;

namespace UserService.Api.Endpoints;

/// <summary><c>/dev/templates</c>: every message that customers get, as they get it, for the person who writes them.</summary>
internal static class TemplatePages
{
    public static IResult List(IMessagePreviews previews, HttpResponse response)
    {
        var page = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Templates</title></head><body><h1>Templates</h1><ul>");
        foreach (var view in previews.List())
        {
            page.Append("<li>").Append(WebUtility.HtmlEncode(view.Template)).Append(':');
            foreach (var language in view.Languages)
                page.Append(' ').Append(Link(view.Template, language, "html")).Append(' ').Append(Link(view.Template, language, "text"));
            page.Append("</li>");
        }

        return Html(page.Append("</ul></body></html>").ToString(), response);
    }

    /// <param name="lang">Such as <c>fr</c>; English without it.</param>
    /// <param name="format"><c>html</c> or <c>text</c>.</param>
    public static IResult Show(string template, IMessagePreviews previews, HttpResponse response, string lang = "en", string format = "html")
    {
        if (previews.Render(template, lang) is not { } preview)
            return Results.NotFound();
        return format == "text" ? Results.Text($"{preview.Subject}\n\n{preview.Text}\n", "text/plain", Encoding.UTF8) : Html(preview.Html, response);
    }

    private static string Link(string template, string language, string format) => $"<a href=\"/dev/templates/{template}?lang={language}&amp;format={format}\">{language} {format}</a>";

    private static IResult Html(string page, HttpResponse response)
    {
        // The mails' own styles are inline; nothing else may load.
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        return Results.Text(page, "text/html", Encoding.UTF8);
    }
}
