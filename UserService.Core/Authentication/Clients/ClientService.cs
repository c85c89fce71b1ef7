using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Errors;
using UserService.Core.Persistence;

namespace UserService.Core.Authentication.Clients;

/// <inheritdoc cref="IClientService"/>
internal sealed class ClientService(UserDbContext db, AccessTokenIssuer tokens, TimeProvider time) : IClientService
{
    public async Task<ClientTokenResult> IssueTokenAsync(string clientId, string clientSecret, string? scope, CancellationToken ct)
    {
        if (!IsName(clientId))
            return new ClientTokenResult.InvalidClient(); // among them texts that PostgreSQL cannot even compare
        var client = await db.ServiceClients.AsNoTracking().SingleOrDefaultAsync(c => c.Id == clientId && c.DisabledAt == null, ct);
        if (client is null || !Matches(client, Hash(clientSecret)))
            return new ClientTokenResult.InvalidClient();
        var asked = scope is null ? client.Scopes : scope.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (asked.Length == 0 || asked.Except(client.Scopes, StringComparer.Ordinal).Any())
            return new ClientTokenResult.InvalidScope();
        var granted = string.Join(' ', asked.Distinct(StringComparer.Ordinal));
        var token = await tokens.IssueForServiceAsync(client.Id, granted, ct);
        return new ClientTokenResult.Issued(token.Value, token.Lifetime, granted);
    }

    public async Task<NewClientResult> AddAsync(string clientId, IReadOnlyList<string> scopes, string? secret, CancellationToken ct)
    {
        if (!IsName(clientId))
            return new NewClientResult.Failed(ClientErrors.BadName);
        if (scopes.Count == 0 || scopes.FirstOrDefault(s => !ServiceScopes.All.Contains(s)) is not null)
            return new NewClientResult.Failed(ClientErrors.UnknownScope);
        if (secret is { Length: < 32 })
            return new NewClientResult.Failed(ClientErrors.WeakSecret);
        if (await db.ServiceClients.AnyAsync(c => c.Id == clientId, ct))
            return new NewClientResult.Failed(ClientErrors.Exists);
        var made = secret ?? NewSecret();
        db.ServiceClients.Add(ServiceClient.Add(clientId, [.. scopes.Distinct(StringComparer.Ordinal)], Hash(made), time.GetUtcNow()));
        await db.SaveChangesAsync(ct);
        return new NewClientResult.Made(clientId, made);
    }

    public async Task<NewClientResult> RotateAsync(string clientId, TimeSpan overlap, CancellationToken ct)
    {
        if (await db.ServiceClients.SingleOrDefaultAsync(c => c.Id == clientId, ct) is not { } client)
            return new NewClientResult.Failed(CommonErrors.NotFound);
        var secret = NewSecret();
        client.Rotate(Hash(secret), overlap, time.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return new NewClientResult.Made(clientId, secret);
    }

    public async Task<bool> DisableAsync(string clientId, CancellationToken ct)
    {
        if (await db.ServiceClients.SingleOrDefaultAsync(c => c.Id == clientId, ct) is not { } client)
            return false;
        client.Disable(time.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return true;
    }

    public async Task<IReadOnlyList<ClientView>> ListAsync(CancellationToken ct) =>
        await db.ServiceClients.AsNoTracking().OrderBy(c => c.Id).Select(c => new ClientView(c.Id, c.Scopes, c.CreatedAt, c.DisabledAt)).ToListAsync(ct);

    private bool Matches(ServiceClient client, byte[] hash) =>
        CryptographicOperations.FixedTimeEquals(client.SecretHash, hash)
        || (client.PreviousSecretHash is { } previous && time.GetUtcNow() < client.PreviousSecretUntil && CryptographicOperations.FixedTimeEquals(previous, hash));

    private static string NewSecret() => "cs_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 100 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
