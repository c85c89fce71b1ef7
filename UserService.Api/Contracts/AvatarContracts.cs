using UserService.Core.Profiles.Avatars;

namespace UserService.Api.Contracts;

/// <summary>The customer's picture.</summary>
/// <param name="ExpiresAt">The links work until then; ask again for new ones.</param>
internal sealed record AvatarResponse(IReadOnlyList<AvatarLink> Sizes, DateTimeOffset ExpiresAt);

/// <summary>The picture in one size.</summary>
/// <param name="Pixels">Width and height: 64, 256 or 512.</param>
/// <param name="Url">A WebP image; needs no token.</param>
internal sealed record AvatarLink(int Pixels, string Url);

internal static class AvatarContracts
{
    public static AvatarResponse ToResponse(this AvatarView avatar) => new([.. avatar.Sizes.Select(s => new AvatarLink(s.Pixels, s.Url.AbsoluteUri))], avatar.ExpiresAt);
}
