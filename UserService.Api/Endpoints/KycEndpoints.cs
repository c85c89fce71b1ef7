using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Http;
using UserService.Core.Errors;
using UserService.Core.Kyc;

namespace UserService.Api.Endpoints;

/// <summary><c>/v1/kyc</c>: proving who one is, tier by tier.</summary>
internal static class KycEndpoints
{
    public static void MapKyc(this IEndpointRouteBuilder app)
    {
        var kyc = app.MapGroup("/v1/kyc").WithTags("Verification").RequireAuthorization();
        kyc.MapGet("", GetAsync).WithName("GetKyc").WithSummary("The caller's tier, its limits, and what the next one needs");
        kyc.MapPost("/bvn", ProveBvnAsync).WithName("ProveBvn").WithSummary("Has a Bank Verification Number verified");
        kyc.MapPost("/nin", ProveNinAsync).WithName("ProveNin").WithSummary("Has a National Identification Number verified");
        kyc.MapPost("/address", ProveAddressAsync).WithName("ProveAddress").WithSummary("Has an address verified");
        kyc.MapPost("/submit", SubmitAsync).WithName("SubmitKyc").WithSummary("Hands the case in for a tier")
            .WithDescription("Decided at once where all checks have passed, else when the last of them ends, or by people.");
    }

    private static async Task<Results<Ok<KycResponse>, ProblemResult>> GetAsync(IKycService kyc, Caller caller, CancellationToken ct) =>
        await kyc.GetAsync(caller.UserId, ct) is { } status ? TypedResults.Ok(status.ToResponse()) : Problems.From(CommonErrors.NotFound);

    private static Task<Results<Accepted<CheckOpenedResponse>, ProblemResult>> ProveBvnAsync(BvnRequest request, IKycService kyc, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        return OpenAsync(KycCheckKind.Bvn, request.ToClaim(errors), errors, kyc, caller, ct);
    }

    private static Task<Results<Accepted<CheckOpenedResponse>, ProblemResult>> ProveNinAsync(NinRequest request, IKycService kyc, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        return OpenAsync(KycCheckKind.Nin, request.ToClaim(errors), errors, kyc, caller, ct);
    }

    private static Task<Results<Accepted<CheckOpenedResponse>, ProblemResult>> ProveAddressAsync(ProveAddressRequest request, IKycService kyc, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        return OpenAsync(KycCheckKind.Address, request.ToClaim(errors), errors, kyc, caller, ct);
    }

    private static async Task<Results<Ok<KycResponse>, ProblemResult>> SubmitAsync(SubmitKycRequest request, IKycService kyc, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var tier = request.ToTier(errors);
        if (!errors.None)
            return Problems.From(errors);
        return await kyc.SubmitAsync(caller.UserId, tier, caller.Actor, ct) is { } error ? Problems.From(error) : await GetAsync(kyc, caller, ct);
    }

    private static async Task<Results<Accepted<CheckOpenedResponse>, ProblemResult>> OpenAsync(
        KycCheckKind kind, KycClaim claim, FieldErrors errors, IKycService kyc, Caller caller, CancellationToken ct)
    {
        if (!errors.None)
            return Problems.From(errors);
        return await kyc.OpenCheckAsync(caller.UserId, kind, claim, caller.Actor, ct) switch
        {
            KycCheckResult.Opened(var id) => TypedResults.Accepted((string?)null, new CheckOpenedResponse(id)),
            KycCheckResult.Failed(var error) => Problems.From(error),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
