namespace UserService.Core.Authentication.Clients;

/// <summary>What services that prove themselves by a TLS client certificate may do: the same as with a token.</summary>
public interface IClientCertificates
{
    /// <summary>The scopes of a client, or null: there is none of that name, or it is disabled. A change is known within a second of its commit.</summary>
    /// <param name="clientId">The common name of a certificate that has been verified.</param>
    ValueTask<IReadOnlySet<string>?> ScopesOfAsync(string clientId, CancellationToken ct);
}
