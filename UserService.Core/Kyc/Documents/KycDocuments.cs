using Microsoft.EntityFrameworkCore;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Persistence;
using UserService.Core.Storage;

namespace UserService.Core.Kyc.Documents;

/// <inheritdoc cref="IKycDocuments"/>
internal sealed class KycDocuments(UserDbContext db, UserFiles files, IKycService kyc) : IKycDocuments
{
    /// <summary>Uploads that no check names yet. Three would do for an identity card and a face; the rest is for second thoughts.</summary>
    private const int MostUnused = 10;

    private static readonly Error NotAPicture = new("unsupported_file", ErrorKind.Unprocessable, "A JPEG, PNG, WebP or PDF file is needed.");
    private static readonly Error TooManyFiles = new("too_many_files", ErrorKind.Conflict, "Use the files that were uploaded before more are.");
    private static readonly Error NoSuchFile = new("file_not_found", ErrorKind.Unprocessable, "There is no such upload that is not used yet.");
    private static readonly Error NotAFace = new("unsupported_selfie", ErrorKind.Unprocessable, "A selfie is a picture, not a document.");

    public async Task<KycFileResult> UploadAsync(Guid userId, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        if (PictureFormat.Of(content.Span) is not var (type, extension))
            return new KycFileResult.Refused(NotAPicture);
        if (await Unused(userId).CountAsync(ct) >= MostUnused)
            return new KycFileResult.Refused(TooManyFiles);
        var file = await files.UploadAsync(userId, FilePurposes.KycDocument, type, [new FilePart($"original.{extension}", content)], ct);
        return new KycFileResult.Kept(file.Id);
    }

    public async Task<KycCheckResult> OpenCheckAsync(Guid userId, KycCheckKind kind, KycClaim claim, IReadOnlyList<Guid> files, Actor actor, CancellationToken ct)
    {
        var named = await Unused(userId).Where(f => files.Contains(f.Id)).ToListAsync(ct);
        if (named.Count != files.Distinct().Count())
            return new KycCheckResult.Failed(NoSuchFile);
        if (kind is KycCheckKind.Selfie && named.Exists(f => f.ContentType == "application/pdf"))
            return new KycCheckResult.Failed(NotAFace);

        // Kept together with the check that names them: where the check is refused they stay unused, and go.
        foreach (var file in named)
            file.Keep();
        return await kyc.OpenCheckAsync(userId, kind, claim with { Files = [.. named.SelectMany(f => f.Parts.Select(f.KeyOf))] }, actor, ct);
    }

    private IQueryable<StoredFile> Unused(Guid userId) =>
        db.StoredFiles.Where(f => f.UserId == userId && f.Purpose == FilePurposes.KycDocument && f.State == StoredFileState.Pending);
}
