namespace UserService.Core.Notifications.Previews;

/// <summary>What customers are sent, in every language, with made-up values. Hosts offer it in Development only.</summary>
public interface IMessagePreviews
{
    /// <summary>The templates, and the languages of each.</summary>
    IReadOnlyList<TemplateView> List();

    /// <summary>Null where there is no such template.</summary>
    MessagePreview? Render(string template, string language);
}

public sealed record TemplateView(string Template, IReadOnlyList<string> Languages);

public sealed record MessagePreview(string Subject, string Text, string Html);
