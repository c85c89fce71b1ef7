namespace UserService.Tests.Fixtures;

/// <summary>A message of <c>GET /dev/messages</c>.</summary>
public sealed record Mail(Guid Id, string Channel, string To, string Template, string Subject, string Body, string? Code, DateTimeOffset SentAt);
