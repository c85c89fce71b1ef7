using System.ComponentModel.DataAnnotations;
using UserService.Core.Configuration;

namespace UserService.Core.Accounts.Links;

/// <summary>Where links in messages lead. Section <c>Links</c>.</summary>
public sealed class LinkOptions
{
    public const string Section = "Links";

    /// <summary>The customer's app or site, which hands the token on to the API: <c>{BaseUrl}/not-me?token=…</c> and <c>{BaseUrl}/undo-contact-change?token=…</c>.</summary>
    [Required]
    [Url]
    [Example("https://app.bank.example")]
    public string BaseUrl { get; set; } = "http://localhost:3000";

    /// <summary>How long such a link works. Default 72 hours.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(72);
}
