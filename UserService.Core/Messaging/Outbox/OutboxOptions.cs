using System.ComponentModel.DataAnnotations;

namespace UserService.Core.Messaging.Outbox;

/// <summary>How events leave. Section <c>Outbox</c>.</summary>
public sealed class OutboxOptions
{
    public const string Section = "Outbox";

    /// <summary>Events published per transaction, with their confirms awaited together. Default 500.</summary>
    [Range(1, 5_000)]
    public int BatchSize { get; set; } = 500;

    /// <summary>How often the outbox is looked at when no notification comes. Default 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Refusals of one event before it is set aside for an operator. Default 10, over about 17 minutes.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 10;

    /// <summary>Confirms are waited for this long before the channel counts as dead. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan ConfirmTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a published event stays readable in the database; then its day is removed, unless an event of that day was not published.
    /// Default 14 days: a consumer that lost a week has a week to ask.
    /// </summary>
    [Range(typeof(TimeSpan), "2.00:00:00", "400.00:00:00")]
    public TimeSpan KeepSentFor { get; set; } = TimeSpan.FromDays(14);
}
