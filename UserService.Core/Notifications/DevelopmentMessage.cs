namespace UserService.Core.Notifications;

/// <summary>A sent message kept readable for the person who develops; written in Development only.</summary>
internal sealed class DevelopmentMessage
{
    public Guid Id { get; init; }

    public string Channel { get; init; } = "";

    public string To { get; init; } = "";

    public string Template { get; init; } = "";

    public string Subject { get; init; } = "";

    public string Body { get; init; } = "";

    public string? Code { get; init; }

    public DateTimeOffset SentAt { get; init; }
}
