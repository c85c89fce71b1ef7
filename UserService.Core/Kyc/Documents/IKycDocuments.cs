using UserService.Core.Audit;
using UserService.Core.Errors;

namespace UserService.Core.Kyc.Documents;

/// <summary>Pictures that prove something: papers and faces. Uploaded first, then named by a check; what no check names is removed.</summary>
public interface IKycDocuments
{
    /// <summary>Keeps a picture for a check that is to come.</summary>
    /// <param name="content">JPEG, PNG, WebP or PDF; the content decides what it is.</param>
    Task<KycFileResult> UploadAsync(Guid userId, ReadOnlyMemory<byte> content, CancellationToken ct);

    /// <summary>Opens a check with pictures that the customer has uploaded and not used yet.</summary>
    Task<KycCheckResult> OpenCheckAsync(Guid userId, KycCheckKind kind, KycClaim claim, IReadOnlyList<Guid> files, Actor actor, CancellationToken ct);
}

/// <summary>How an upload ended.</summary>
public abstract record KycFileResult
{
    public sealed record Kept(Guid FileId) : KycFileResult;

    public sealed record Refused(Error Error) : KycFileResult;
}
