namespace UserService.ServiceDefaults.ErrorReporting;

/// <summary>
/// The last look at what leaves for a third party: no request content, no user beyond an id, and no text that looks like
/// personal data or a secret. It works on what is sent whatever produced it, libraries' exception messages included.
/// </summary>
internal static class SentryScrubber
{
    private static readonly string[] AllowedHeaders = ["Accept", "Content-Length", "Content-Type", "User-Agent", "traceparent"];

    public static SentryEvent Scrub(SentryEvent report)
    {
        // Body, cookies and query are content; a server's name tells where it stands.
        report.Request.Data = null;
        report.Request.Cookies = null;
        report.Request.QueryString = null;
        report.Request.Url = SensitiveText.WithoutQuery(report.Request.Url);
        foreach (var header in report.Request.Headers.Keys.Except(AllowedHeaders, StringComparer.OrdinalIgnoreCase).ToArray())
            report.Request.Headers.Remove(header);
        report.Request.Env.Clear();
        report.User = new SentryUser { Id = report.User.Id };
        report.ServerName = null;

        if (report.Message is { } message)
            report.Message = new SentryMessage { Message = message.Message, Formatted = SensitiveText.Mask(message.Formatted ?? message.Message) };
        foreach (var exception in report.SentryExceptions ?? [])
            exception.Value = SensitiveText.Mask(exception.Value);
        foreach (var (key, value) in report.Extra.ToArray())
            report.SetExtra(key, value is string text ? SensitiveText.Mask(text) : value);
        foreach (var (key, value) in report.Tags.ToArray())
            report.SetTag(key, SensitiveText.Mask(value) ?? "");
        return report;
    }

    public static Breadcrumb Scrub(Breadcrumb crumb) => new(
        SensitiveText.Mask(crumb.Message) ?? "",
        crumb.Type ?? "default",
        crumb.Data?.ToDictionary(static pair => pair.Key, static pair => SensitiveText.Mask(pair.Value) ?? ""),
        crumb.Category,
        crumb.Level);
}
