using System.Text.Json.Serialization;
using UserService.Core.Messaging;

namespace UserService.Core.Kyc;

/// <summary>A customer has reached another tier of verification.</summary>
/// <param name="From">0 to 3.</param>
/// <param name="To">0 to 3; what it allows is asked for over gRPC (<c>GetEntitlements</c>).</param>
public sealed record UserKycTierChanged(Guid UserId, int From, int To) : IIntegrationEvent
{
    [JsonIgnore]
    public string Type => "user.kyc_tier_changed.v1";
}
