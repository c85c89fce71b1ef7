using Microsoft.AspNetCore.Authorization;
using UserService.Api.Http;
using UserService.Core.Errors;

namespace UserService.Api.OpenApi;

/// <summary>How operations refuse for what they share. It follows from the same metadata and rules that the host itself goes by, so no operation can be forgotten.</summary>
internal static class SharedRefusals
{
    private static readonly Refusal[] OfAll = [Refusal.Of(ExceptionProblems.Internal) with { Status = 500 }, Refusal.Of(CommonErrors.Unavailable)];
    private static readonly Refusal TooLarge = new(413, "payload_too_large");
    private static readonly Refusal WrongType = new(415, "unsupported_media_type");

    /// <summary>What the host refuses before, around and after the endpoint's own code.</summary>
    public static IEnumerable<Refusal> Of(DescribedOperation operation)
    {
        List<Refusal> refusals = [.. OfAll];
        var metadata = operation.Metadata;
        if (metadata.GetMetadata<IAuthorizeData>() is not null)
            refusals.Add(Refusal.Of(CommonErrors.InvalidToken));
        if (metadata.GetMetadata<RecentAal2>() is not null || metadata.GetMetadata<NeededPermission>() is not null)
            refusals.Add(Refusal.Of(StepUp.Insufficient));
        if (metadata.GetMetadata<NeededPermission>() is not null)
            refusals.Add(Refusal.Of(CommonErrors.Forbidden));
        if (metadata.GetMetadata<BoundToDpopKey>() is not null)
            refusals.Add(Refusal.Of(DpopProofs.Invalid));
        if (operation.TakesBody || operation.ReadsParameters)
            refusals.Add(Refusal.Of(CommonErrors.InvalidRequest));
        if (operation.TakesBody)
            refusals.AddRange([TooLarge, WrongType]);
        if (metadata.GetMetadata<ReadsRawBody>() is not null)
            refusals.Add(TooLarge);
        if (RequestLimits.GroupOf(metadata, operation.Path) is not null)
            refusals.Add(Refusal.Of(RequestLimits.Limited));
        if (Idempotency.Honours(operation.Method, operation.Path, metadata))
            refusals.AddRange([Refusal.Of(Idempotency.InvalidKey), Refusal.Of(Idempotency.InFlight), Refusal.Of(Idempotency.Reused)]);
        if (operation.Changes)
            refusals.Add(Refusal.Of(ExceptionProblems.ChangedMeanwhile));
        return refusals;
    }
}
