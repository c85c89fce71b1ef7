using UserService.Core.Audit;
using UserService.Core.Errors;

namespace UserService.Core.Profiles.Avatars;

/// <summary>A customer's picture.</summary>
public interface IAvatarService
{
    /// <summary>Takes a JPEG, PNG or WebP image in the place of the picture there is.</summary>
    /// <exception cref="Storage.StorageUnavailableException">The object store is away; nothing has changed.</exception>
    Task<AvatarResult> ReplaceAsync(Guid userId, ReadOnlyMemory<byte> image, Actor actor, CancellationToken ct);

    /// <summary>Links to the picture in each size; null where there is none.</summary>
    Task<AvatarView?> FindAsync(Guid userId, CancellationToken ct);

    /// <summary>False where there is none.</summary>
    Task<bool> RemoveAsync(Guid userId, Actor actor, CancellationToken ct);
}

/// <summary>How replacing a picture ended.</summary>
public abstract record AvatarResult
{
    public sealed record Replaced(AvatarView Avatar) : AvatarResult;

    public sealed record Refused(Error Error) : AvatarResult;
}

/// <summary>A picture, by links that end.</summary>
public sealed record AvatarView(IReadOnlyList<AvatarSize> Sizes, DateTimeOffset ExpiresAt);

/// <summary>The picture in one size.</summary>
/// <param name="Pixels">Width and height.</param>
/// <param name="Url">A WebP image; needs no token, and works until the view's end.</param>
public sealed record AvatarSize(int Pixels, Uri Url);
