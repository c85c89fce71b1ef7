using Microsoft.Extensions.Options;
using UserService.Core.Accounts.Links;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Protection;

namespace UserService.Core.Storage;

/// <summary>Links to files that the API serves itself: file and end, authenticated. The parts of one file are one picture in several sizes, or the pages of one document.</summary>
internal sealed class FileLinks(IOptions<StorageOptions> options, IOptions<TokenOptions> tokens)
{
    private const string Purpose = "file";

    public Uri Make(SystemKey key, StoredFile file, string part, DateTimeOffset until) =>
        new($"{(options.Value.Local.PublicBaseUrl ?? tokens.Value.Issuer).TrimEnd('/')}/v1/files/{part}?token={SignedLink.Make(key, Purpose, file.Id, until)}");

    public static bool TryRead(SystemKey key, string token, DateTimeOffset now, out Guid fileId) => SignedLink.TryRead(key, Purpose, token, now, out fileId);
}
