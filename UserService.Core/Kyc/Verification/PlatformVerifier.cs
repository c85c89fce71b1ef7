using System.Globalization;
using Banking.Kyc.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using UserService.Core.Platform;

namespace UserService.Core.Kyc.Verification;

/// <summary>The platform's KYC service. It keeps each question by its check id, so asking twice costs nothing; slow answers come as events.</summary>
internal sealed class PlatformVerifier([FromKeyedServices(PlatformServices.Kyc)] PlatformConnection platform) : IIdentityVerifier
{
    private readonly Verifications.VerificationsClient client = new(platform.Invoker);

    public string Name => KycEventHandler.Platform;

    public bool CanAnswer(IdentityQuestion question) => true;

    public long CostOf(KycCheckKind kind) => 0; // the platform pays

    public async Task<IdentityAnswer> AskAsync(IdentityQuestion question, CancellationToken ct)
    {
        try
        {
            return Read(await platform.CallAsync(options => client.VerifyAsync(ToRequest(question), options), ct));
        }
        catch (PlatformBusyException)
        {
            return new IdentityAnswer.Unavailable("not_called");
        }
        catch (RpcException e)
        {
            return e.StatusCode switch
            {
                // It may have the question: then its answer comes as an event, or when it is asked for.
                StatusCode.DeadlineExceeded => new IdentityAnswer.Pending(question.CheckId.ToString(), ContinueUrl: null),
                StatusCode.Cancelled when ct.IsCancellationRequested => throw new OperationCanceledException(ct),
                _ => new IdentityAnswer.Unavailable(e.StatusCode.ToString()),
            };
        }
    }

    public async Task<IdentityAnswer> FollowUpAsync(IdentityQuestion question, string reference, CancellationToken ct)
    {
        try
        {
            return Read(await platform.CallAsync(options => client.GetVerificationAsync(new GetVerificationRequest { CheckId = question.CheckId.ToString() }, options), ct));
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return new IdentityAnswer.Unavailable("never_asked"); // what ran into the deadline had not arrived
        }
        catch (Exception e) when (e is RpcException or PlatformBusyException && !ct.IsCancellationRequested)
        {
            return new IdentityAnswer.Pending(reference, ContinueUrl: null);
        }
    }

    private static IdentityAnswer Read(global::Banking.Kyc.V1.Verification answer) => answer.Outcome switch
    {
        global::Banking.Kyc.V1.Verification.Types.Outcome.Confirmed => new IdentityAnswer.Confirmed((decimal)Math.Clamp(answer.Score, 0, 1)),
        global::Banking.Kyc.V1.Verification.Types.Outcome.Denied => new IdentityAnswer.Denied(answer.Reason),
        global::Banking.Kyc.V1.Verification.Types.Outcome.Pending => new IdentityAnswer.Pending(answer.CheckId, ContinueUrl: null),
        _ => new IdentityAnswer.Unknown("unknown_outcome"),
    };

    private static VerifyRequest ToRequest(IdentityQuestion question) => new()
    {
        CheckId = question.CheckId.ToString(),
        UserId = question.UserId.ToString(),
        Kind = question.Kind.ToWire(),
        Country = question.Country,
        FirstName = question.FirstName,
        LastName = question.LastName,
        Statement = new Statement
        {
            Number = question.Claim.Number ?? "",
            DateOfBirth = question.Claim.DateOfBirth?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
            BankCode = question.Claim.BankCode ?? "",
            AccountNumber = question.Claim.AccountNumber ?? "",
            DocumentType = question.Claim.DocumentType ?? "",
            DocumentCountry = question.Claim.DocumentCountry ?? "",
            Address = question.Claim.Address is { } address ? ToMessage(address) : null,
        },
    };

    private static Address ToMessage(KycAddress address) => new()
    {
        Line1 = address.Line1,
        Line2 = address.Line2 ?? "",
        City = address.City,
        State = address.State ?? "",
        PostalCode = address.PostalCode ?? "",
        Country = address.Country,
    };
}
