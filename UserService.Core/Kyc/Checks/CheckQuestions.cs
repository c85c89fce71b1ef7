using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using UserService.Core.Kyc.Cases;
using UserService.Core.Kyc.Verification;
using UserService.Core.Partners;

namespace UserService.Core.Kyc.Checks;

/// <summary>Makes the question of a check, and puts it to whoever can answer, in the configured order.</summary>
internal sealed class CheckQuestions(IEnumerable<IIdentityVerifier> verifiers, PaidCalls calls, KycSecrets secrets, IOptions<KycOptions> options)
{
    /// <summary>Named as the provider where the record of the customer's BVN, paid for already, holds the answer.</summary>
    public const string OwnRecord = "bvn_record";

    public async Task<IdentityQuestion> OfAsync(KycCheck check, KycDossier dossier, CancellationToken ct)
    {
        var user = dossier.User;
        return new IdentityQuestion(
            check.Id, user.Id, check.Kind, user.Country, user.FirstName, user.LastName, user.Email, user.PhoneNumber, await secrets.ClaimAsync(check, ct));
    }

    /// <summary>The record of a proven BVN names the NIN and the watchlist too: no need to pay for that twice.</summary>
    public async Task<IdentityAnswer?> FromOwnRecordAsync(KycCheck check, KycDossier dossier, CancellationToken ct)
    {
        if (check.Kind is not (KycCheckKind.Nin or KycCheckKind.Watchlist)
            || dossier.Current(KycCheckKind.Bvn) is not { State: KycCheckState.Passed } bvn || await secrets.RecordAsync(bvn, ct) is not { } record)
            return null;
        if (check.Kind is KycCheckKind.Watchlist)
            return record.Watchlisted ? new IdentityAnswer.Denied(KycReasons.Watchlisted) : new IdentityAnswer.Confirmed(1);

        // Another NIN than the record's may still be a new one: the register is asked then.
        return record.Nin is { Length: > 0 } nin && nin == (await secrets.ClaimAsync(check, ct)).Number ? new IdentityAnswer.Found(record) : null;
    }

    public bool AnybodyFor(IdentityQuestion question) => InOrder().Any(v => v.CanAnswer(question));

    public Task<PaidResult> AskAsync(IdentityQuestion question, CancellationToken ct) => calls.AskAsync(
        new PaidQuestion(question.UserId, question.Kind.ToWire(), Text(question)),
        [.. InOrder().Where(v => v.CanAnswer(question)).Select(v => new PaidSource(v.Name, v.CostOf(question.Kind), ct => AskAsync(v, question, ct)))],
        ct);

    public Task<IdentityAnswer> FollowUpAsync(IdentityQuestion question, string provider, string reference, CancellationToken ct) =>
        verifiers.FirstOrDefault(v => v.Name == provider) is { } verifier
            ? verifier.FollowUpAsync(question, reference, ct)
            : Task.FromResult<IdentityAnswer>(new IdentityAnswer.Unavailable("not_configured"));

    private IEnumerable<IIdentityVerifier> InOrder() => (options.Value.Verifiers is { Count: > 0 } order ? order : KycOptions.UsualOrder).SelectMany(name => verifiers.Where(v => v.Name == name));

    private static async Task<PaidAnswer> AskAsync(IIdentityVerifier verifier, IdentityQuestion question, CancellationToken ct) => await verifier.AskAsync(question, ct) switch
    {
        IdentityAnswer.Unavailable => new PaidAnswer.NotMade(),
        IdentityAnswer.Unknown => new PaidAnswer.Unknown(),
        var answer => new PaidAnswer.Given(JsonSerializer.Serialize(answer, KycJson.Default.IdentityAnswer)),
    };

    // Everything that a verifier is told: what is the same here is the same question.
    private static string Text(IdentityQuestion q) => string.Join(
        '\n',
        q.Country, q.FirstName, q.LastName, q.Claim.Number, q.Claim.DateOfBirth?.ToString("O", CultureInfo.InvariantCulture), q.Claim.BankCode, q.Claim.AccountNumber,
        q.Claim.DocumentType, q.Claim.DocumentCountry, q.Claim.Address is { } a ? $"{a.Line1}|{a.Line2}|{a.City}|{a.State}|{a.PostalCode}|{a.Country}" : null, string.Join('|', q.Claim.Files));
}
