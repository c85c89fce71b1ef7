using System.ComponentModel.DataAnnotations;
using UserService.Core.Authentication.Clients;

namespace UserService.Api.Contracts.Admin;

/// <summary>A service that may ask for tokens.</summary>
internal sealed record AddClientRequest
{
    /// <summary>1 to 100 letters, digits, dots, dashes or underscores.</summary>
    [Required]
    public string? ClientId { get; init; }

    /// <summary>What it may ask for.</summary>
    [Required]
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Services that it may call on behalf of customers.</summary>
    public IReadOnlyList<string>? ExchangeAudiences { get; init; }

    /// <summary>Its public keys as JSON Web Key Set; a secret is made where there are none.</summary>
    public string? Jwks { get; init; }
}

/// <summary>How the change to another secret is to go.</summary>
internal sealed record RotateClientRequest
{
    /// <summary>1 to 400 characters.</summary>
    [Required]
    public string? Reason { get; init; }

    /// <summary>How long the old secret works beside the new one, in hours: 0 to 720, 24 unless said.</summary>
    public int? OverlapHours { get; init; }
}

/// <summary>A client with its new secret, which is shown this once; null where it has keys instead.</summary>
internal sealed record ClientSecretResponse(string ClientId, string? Secret);

/// <summary>A service client.</summary>
/// <param name="Authentication">How it proves itself: <c>secret</c>, <c>keys</c> or <c>secret+keys</c>.</param>
internal sealed record ClientResponse(
    string ClientId, IReadOnlyList<string> Scopes, string Authentication, IReadOnlyList<string> ExchangeAudiences, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt);

internal static class ClientContracts
{
    public static ClientResponse ToResponse(this ClientView c) => new(c.ClientId, c.Scopes, c.Authentication, c.ExchangeAudiences, c.CreatedAt, c.DisabledAt);
}
