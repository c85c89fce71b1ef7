using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using UserService.Core.Messaging.Inbox;

namespace UserService.Core.Kyc;

/// <summary>Hands the events of the platform's KYC service to <see cref="IKycEvents"/>.</summary>
internal sealed class KycSubscriptions(IKycEvents events)
    : IEventHandler<KycVerificationCompleted>, IEventHandler<KycVerificationFailed>, IEventHandler<KycWatchlistChanged>
{
    private const string Exchange = "kyc.events";

    public Task HandleAsync(IncomingEvent incoming, KycVerificationCompleted data, CancellationToken ct) =>
        data.Score is >= 0 and <= 1 ? events.CompletedAsync(data, ct) : throw new UnusableEventException("score_out_of_range");

    public Task HandleAsync(IncomingEvent incoming, KycVerificationFailed data, CancellationToken ct) => events.FailedAsync(data, ct);

    public Task HandleAsync(IncomingEvent incoming, KycWatchlistChanged data, CancellationToken ct) => events.WatchlistChangedAsync(data, ct);

    public static void Add(IServiceCollection services) => services
        .AddEventHandler<KycVerificationCompleted, KycSubscriptions>(Exchange, "kyc.verification_completed.v1", KycEventJson.Default.KycVerificationCompleted)
        .AddEventHandler<KycVerificationFailed, KycSubscriptions>(Exchange, "kyc.verification_failed.v1", KycEventJson.Default.KycVerificationFailed)
        .AddEventHandler<KycWatchlistChanged, KycSubscriptions>(Exchange, "kyc.watchlist_changed.v1", KycEventJson.Default.KycWatchlistChanged);
}

// An event without a member must not be taken for one that says "nobody", "not listed" or "not sure at all".
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(KycVerificationCompleted))]
[JsonSerializable(typeof(KycVerificationFailed))]
[JsonSerializable(typeof(KycWatchlistChanged))]
internal sealed partial class KycEventJson : JsonSerializerContext;
