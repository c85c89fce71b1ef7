using System.ComponentModel.DataAnnotations;

namespace UserService.Core.Messaging.Inbox;

/// <summary>How events of other services come in. Section <c>Inbox</c>.</summary>
public sealed class InboxOptions
{
    public const string Section = "Inbox";

    /// <summary>
    /// The quorum queue that events wait in; its retry and dead-letter queues begin with the same name. Another name only where several
    /// environments share a broker. Default <c>user-service.inbox</c>.
    /// </summary>
    [Required]
    [RegularExpression("^[a-z0-9][a-z0-9._-]{0,99}$")]
    public string Queue { get; set; } = "user-service.inbox";

    /// <summary>
    /// Events that one Worker holds unacknowledged. Default 32: eight per handler keep the handlers busy through a round trip to the broker,
    /// and leave work for other Workers.
    /// </summary>
    [Range(1, 1_000)]
    public ushort Prefetch { get; set; } = 32;

    /// <summary>Events that one Worker handles at the same time. Default 4.</summary>
    [Range(1, 64)]
    public ushort AtOnce { get; set; } = 4;

    /// <summary>Failures of one event before it is set aside for an operator. Default 5, over about 13 minutes.</summary>
    [Range(1, 8)]
    public int MaxAttempts { get; set; } = 5;

    /// <summary>Wait before the second attempt; each further wait is five times as long. Default 5 seconds: 5 s, 25 s, 2 min, 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the ids of handled events are kept: a copy that comes later is handled again. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "400.00:00:00")]
    public TimeSpan RememberFor { get; set; } = TimeSpan.FromDays(30);
}
