using System.Text.Json.Serialization;
using UserService.Core.Messaging;

namespace UserService.Core.Sessions;

/// <summary>A session has ended before its time; its tokens are refused everywhere.</summary>
/// <param name="Reason"><c>logout</c>, <c>refresh_token_reused</c>, and others as they come: treat unknown ones alike.</param>
public sealed record SessionRevoked(Guid UserId, Guid SessionId, string Reason) : IIntegrationEvent
{
    [JsonIgnore]
    public string Type => "auth.session_revoked.v1";
}
