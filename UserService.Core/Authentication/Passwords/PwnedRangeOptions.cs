namespace UserService.Core.Authentication.Passwords;

/// <summary>The range service of breached passwords (k-anonymity: five hex digits of the SHA-1 leave the house, nothing else).</summary>
public sealed class PwnedRangeOptions
{
    /// <summary>Address that <c>range/ABCDE</c> is appended to, such as <c>https://api.pwnedpasswords.com/</c>. Default none: the service is not asked.</summary>
    public string? BaseUrl { get; set; }

    /// <summary>How long a registration may wait for it. Default 1 s; beyond it the password counts as not found.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Sightings from which a password is refused. Default 1.</summary>
    public int MinimumSightings { get; set; } = 1;
}
