namespace UserService.Core.Notifications;

/// <summary>A message in words, ready to send. Personal data and often a code: it goes to its sender and nowhere else.</summary>
/// <param name="Html">None for channels that carry text alone.</param>
internal sealed record RenderedMessage(Guid Id, string Channel, string To, string Template, string Subject, string Text, string? Html, DateTimeOffset ExpiresAt)
{
    public override string ToString() => $"[message {Id}]";
}
