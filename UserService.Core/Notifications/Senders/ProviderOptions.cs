using System.ComponentModel.DataAnnotations;

namespace UserService.Core.Notifications.Senders;

/// <summary>What every provider of messages that is called over HTTP has in its section.</summary>
public abstract class ProviderOptions
{
    /// <summary>Address of the provider's API, with a slash at its end.</summary>
    [Required]
    [Url]
    public string BaseUrl { get; set; } = "";

    /// <summary>One message has this long. Default 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:30")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A provider that fails is left alone this long; another one sends meanwhile. Default 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:10:00")]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Messages at once. Default 16.</summary>
    [Range(1, 1_000)]
    public int MaxConcurrentCalls { get; set; } = 16;
}
