using System.ComponentModel.DataAnnotations;
using UserService.Core.Privacy.Erasures;
using UserService.Core.Privacy.Exports;

namespace UserService.Api.Contracts;

/// <summary>A copy of the customer's data.</summary>
/// <param name="State"><c>preparing</c>, <c>ready</c> (the link was sent), <c>downloaded</c>, <c>expired</c> or <c>failed</c>.</param>
/// <param name="ExpiresAt">The link works until then, once.</param>
internal sealed record ExportResponse(Guid Id, string State, DateTimeOffset RequestedAt, DateTimeOffset? ReadyAt, DateTimeOffset? ExpiresAt);

/// <summary>Fetches a copy of the customer's data.</summary>
internal sealed record DownloadRequest
{
    /// <summary>From the link in the message.</summary>
    [Required]
    public string? Token { get; init; }
}

/// <summary>The erasure of everything that is kept of the customer.</summary>
/// <param name="State"><c>scheduled</c>, <c>on_hold</c>, <c>cancelled</c> or <c>completed</c>.</param>
/// <param name="DueAt">It can be cancelled until then.</param>
/// <param name="Explanation">Why it waits, where it waits for something other than its time.</param>
internal sealed record ErasureResponse(Guid Id, string State, DateTimeOffset RequestedAt, DateTimeOffset DueAt, string? Explanation);

internal static class PrivacyContracts
{
    public static ExportResponse ToResponse(this DataExportView e) => new(e.Id, e.State, e.RequestedAt, e.ReadyAt, e.ExpiresAt);

    public static ErasureResponse ToResponse(this ErasureView e) => new(e.Id, e.State, e.RequestedAt, e.DueAt, e.Explanation);
}
