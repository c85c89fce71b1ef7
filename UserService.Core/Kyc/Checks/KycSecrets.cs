using System.Text.Json;
using UserService.Core.Kyc.Verification;
using UserService.Core.Protection;

namespace UserService.Core.Kyc.Checks;

/// <summary>Encrypts and decrypts what checks keep of customers.</summary>
internal sealed class KycSecrets(UserKeys keys, BlindIndexes indexes)
{
    private const string ClaimColumn = "kyc_checks.claim";
    private const string RecordColumn = "kyc_checks.record";
    private const string UrlColumn = "kyc_checks.continue_url";
    public const string NumberColumn = "kyc_identities.number";

    public async Task<byte[]> SealAsync(Guid userId, KycClaim claim, CancellationToken ct) =>
        (await keys.GetAsync(userId, ct)).Protect(JsonSerializer.Serialize(claim, KycJson.Default.KycClaim), ClaimColumn);

    public async Task<byte[]> SealAsync(Guid userId, IdentityRecord record, CancellationToken ct) =>
        (await keys.GetAsync(userId, ct)).Protect(JsonSerializer.Serialize(record, KycJson.Default.IdentityRecord), RecordColumn);

    public async Task<byte[]> SealUrlAsync(Guid userId, string url, CancellationToken ct) => (await keys.GetAsync(userId, ct)).Protect(url, UrlColumn);

    public async Task<byte[]> SealNumberAsync(Guid userId, string number, CancellationToken ct) => (await keys.GetAsync(userId, ct)).Protect(number, NumberColumn);

    public async Task<KycClaim> ClaimAsync(KycCheck check, CancellationToken ct) =>
        JsonSerializer.Deserialize((await keys.GetAsync(check.UserId, ct)).Reveal(check.ClaimProtected, ClaimColumn), KycJson.Default.KycClaim)!;

    public async Task<IdentityRecord?> RecordAsync(KycCheck check, CancellationToken ct) => check.RecordProtected is { } sealedRecord
        ? JsonSerializer.Deserialize((await keys.GetAsync(check.UserId, ct)).Reveal(sealedRecord, RecordColumn), KycJson.Default.IdentityRecord)
        : null;

    public async Task<string?> ContinueUrlAsync(KycCheck check, CancellationToken ct) =>
        check.ContinueUrlProtected is { } sealedUrl ? (await keys.GetAsync(check.UserId, ct)).Reveal(sealedUrl, UrlColumn) : null;

    /// <summary>The blind index by which a BVN, NIN or document number is found (<c>kyc_identities.number_index</c>).</summary>
    public ValueTask<byte[]> IndexAsync(KycCheckKind kind, KycClaim claim, CancellationToken ct) =>
        indexes.ComputeAsync(kind.ToWire(), kind is KycCheckKind.Document ? $"{claim.DocumentCountry}:{claim.DocumentType}:{claim.Number}" : claim.Number!, ct);
}
