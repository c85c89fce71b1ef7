using System.ComponentModel.DataAnnotations;

namespace UserService.Core.Risk;

/// <summary>
/// What makes a sign-in suspicious and from which score on something is done about it. Section <c>Risk</c>. The points are judgement, not
/// measurement: a bank sets them by what its own <c>login_history</c> shows.
/// </summary>
public sealed class RiskOptions
{
    public const string Section = "Risk";

    /// <summary>From this score on a sign-in needs a second factor, from a known device too. Default 50; 0 asks always.</summary>
    [Range(0, 1000)]
    public int AskFrom { get; set; } = 50;

    /// <summary>From this score on a sign-in is refused. Default 120, which takes nearly all reasons together.</summary>
    [Range(1, 1000)]
    public int RefuseFrom { get; set; } = 120;

    /// <summary>Points for a device that is not known or no longer trusted. Default 30.</summary>
    [Range(0, 1000)]
    public int NewDevice { get; set; } = 30;

    /// <summary>Points for a network (IPv4 by /24, IPv6 by /64) without a session of this customer. Default 15.</summary>
    [Range(0, 1000)]
    public int NewNetwork { get; set; } = 15;

    /// <summary>Points for a country without a session of this customer. Default 25. Counts where <see cref="CountryFile"/> is set.</summary>
    [Range(0, 1000)]
    public int NewCountry { get; set; } = 25;

    /// <summary>Points for another country than that of a session begun within <see cref="CountryChangeWindow"/>. Default 30.</summary>
    [Range(0, 1000)]
    public int CountryChange { get; set; } = 30;

    /// <summary>Points for <see cref="ManyLogins"/> sign-ins with the right password within the last hour. Default 25.</summary>
    [Range(0, 1000)]
    public int Velocity { get; set; } = 25;

    /// <summary>Points for a password, contact or factor changed within <see cref="CredentialWindow"/>. Default 20.</summary>
    [Range(0, 1000)]
    public int CredentialChanged { get; set; } = 20;

    /// <summary>How many sign-ins of an hour are many. Default 10.</summary>
    [Range(1, 10_000)]
    public int ManyLogins { get; set; } = 10;

    /// <summary>How far back sessions make a network or country familiar. Default 90 days, as long as a device is trusted.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "730.00:00:00")]
    public TimeSpan Familiarity { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Within what time nobody changes country. Default 4 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan CountryChangeWindow { get; set; } = TimeSpan.FromHours(4);

    /// <summary>How long a changed credential is suspicious. Default 24 h, the time that the CBN caps a new device for.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan CredentialWindow { get; set; } = TimeSpan.FromHours(24);

    /// <summary>A file in MaxMind's format (<c>.mmdb</c>) that has <c>country.iso_code</c> per network, such as GeoLite2-Country. Without it countries are not judged.</summary>
    public string? CountryFile { get; set; }
}
