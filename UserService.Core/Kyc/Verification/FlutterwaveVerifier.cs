using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using UserService.Core.Partners;
using UserService.Core.Partners.Flutterwave;

namespace UserService.Core.Kyc.Verification;

/// <summary>Flutterwave reads the register's record of a BVN once the customer has consented on the register's own page.</summary>
internal sealed class FlutterwaveVerifier(FlutterwaveClient client, IOptions<FlutterwaveOptions> options) : IIdentityVerifier
{
    private static readonly string[] DateFormats = ["yyyy-MM-dd", "dd-MM-yyyy", "dd-MMM-yyyy", "dd/MM/yyyy"];

    public string Name => FlutterwaveClient.Name;

    public bool CanAnswer(IdentityQuestion question) => options.Value.IsConfigured && question is { Kind: KycCheckKind.Bvn, Country: "NG", Claim.Number: not null };

    public long CostOf(KycCheckKind kind) => options.Value.Costs.GetValueOrDefault(kind.ToWire());

    public async Task<IdentityAnswer> AskAsync(IdentityQuestion question, CancellationToken ct) =>
        await client.StartBvnAsync(question.Claim.Number!, question.FirstName, question.LastName, ct) switch
        {
            PartnerAnswer<FlutterwaveConsent>.Answered(var consent) => new IdentityAnswer.Pending(consent.Reference, consent.Url),
            PartnerAnswer<FlutterwaveConsent>.Refused => new IdentityAnswer.Denied(KycReasons.NotFound),
            PartnerAnswer<FlutterwaveConsent>.Unavailable(var reason) => new IdentityAnswer.Unavailable(reason),
            _ => new IdentityAnswer.Unknown("no_answer"),
        };

    public async Task<IdentityAnswer> FollowUpAsync(IdentityQuestion question, string reference, CancellationToken ct) =>
        await client.ReadBvnAsync(reference, ct) switch
        {
            PartnerAnswer<FlutterwaveBvn>.Answered({ Status: "COMPLETED", BvnData: { } record }) => new IdentityAnswer.Found(ToRecord(record)),
            PartnerAnswer<FlutterwaveBvn>.Answered({ Status: "FAILED" }) => new IdentityAnswer.Denied(KycReasons.NotFound),
            _ => new IdentityAnswer.Pending(reference, ContinueUrl: null),
        };

    private static IdentityRecord ToRecord(FlutterwaveBvnRecord record) => new()
    {
        FirstName = record.FirstName,
        MiddleName = record.MiddleName,
        LastName = record.Surname,
        Nin = record.Nin,
        DateOfBirth = DateOnly.TryParseExact(record.DateOfBirth, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null,
        Watchlisted = record.Watchlisted.ValueKind is JsonValueKind.True
            || record.Watchlisted.ValueKind is JsonValueKind.String && record.Watchlisted.GetString() is "YES" or "yes" or "true" or "TRUE" or "1",
    };
}
