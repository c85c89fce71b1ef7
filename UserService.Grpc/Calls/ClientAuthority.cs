using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace UserService.Grpc.Calls;

/// <summary>
/// mTLS, where <c>Grpc:ClientAuthority</c> names a PEM file: HTTPS endpoints then ask for a client certificate, and one that this
/// authority has issued stands for the service client of its common name. Without a certificate a token is still accepted.
/// </summary>
internal static class ClientAuthority
{
    private const string Key = "Grpc:ClientAuthority";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2"; // RFC 5280 §4.2.1.12

    public static void AddClientAuthority(this WebApplicationBuilder builder)
    {
        if (builder.Configuration[Key] is not { Length: > 0 } file)
            return;
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        if (authorities.Count == 0)
            throw new InvalidOperationException($"{Key}: {file} holds no certificate; expected PEM, for example /etc/user-service/clients-ca.pem.");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https =>
        {
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.ClientCertificateValidation = (certificate, _, _) => IsIssuedBy(authorities, certificate);
        }));
    }

    /// <summary>The name of the caller's certificate, which the handshake has verified; null where it has none.</summary>
    public static string? CertificateName(HttpContext http) =>
        http.Connection.ClientCertificate?.GetNameInfo(X509NameType.SimpleName, forIssuer: false) is { Length: > 0 } name ? name : null;

    private static bool IsIssuedBy(X509Certificate2Collection authorities, X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid(ClientAuthentication));

        // Certificates of a platform are short-lived; who must go at once is disabled as a client, which every host knows within a second.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }
}
