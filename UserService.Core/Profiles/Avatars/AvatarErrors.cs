using UserService.Core.Errors;

namespace UserService.Core.Profiles.Avatars;

internal static class AvatarErrors
{
    public static readonly Error UnknownFormat = new("unsupported_image", ErrorKind.Unprocessable, "The content is not a JPEG, PNG or WebP image, whatever its name or type says.");

    public static readonly Error TooManyPixels = new("image_too_large", ErrorKind.Unprocessable, "The image has more than 40 million pixels.");

    public static readonly Error TooNarrow = new("image_too_narrow", ErrorKind.Unprocessable, "One side of the image is more than ten times as long as the other.");

    public static readonly Error Unreadable = new("unreadable_image", ErrorKind.Unprocessable, "The image is damaged.");

    public static readonly Error ChangedMeanwhile = new("conflict", ErrorKind.Conflict, "The profile changed at the same moment; try again.");

    public static readonly Error Busy = new("overloaded", ErrorKind.Unavailable, "Too many images at once; try again.") { RetryAfter = TimeSpan.FromSeconds(2) };
}
