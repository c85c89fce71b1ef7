using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using UserService.Core.Audit;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Errors;
using UserService.Core.Messaging;
using UserService.Core.Persistence;

namespace UserService.Core.Authentication.Clients;

/// <inheritdoc cref="IClientService"/>
internal sealed class ClientService(UserDbContext db, ClientAssertions assertions, AccessTokenIssuer tokens, TimeProvider time) : IClientService
{
    private const int LongestName = 100;

    public async Task<ClientIdentity?> AuthenticateAsync(ClientProof proof, CancellationToken ct)
    {
        var client = proof switch
        {
            ClientProof.Secret secret => await FindBySecretAsync(secret, ct),
            ClientProof.Assertion assertion => await assertions.FindSignerAsync(assertion, ct),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return client is null ? null : new ClientIdentity(client.Id, client.Scopes, client.ExchangeAudiences) { RequiresDpop = client.RequiresDpop };
    }

    public async Task<ClientTokenResult> IssueTokenAsync(ClientIdentity client, string? scope, string? provenKey, CancellationToken ct)
    {
        if (client.RequiresDpop && provenKey is null)
            return new ClientTokenResult.ProofMissing();
        var asked = scope is null ? client.Scopes : scope.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (asked.Count == 0 || asked.Except(client.Scopes, StringComparer.Ordinal).Any())
            return new ClientTokenResult.InvalidScope();
        var granted = string.Join(' ', asked.Distinct(StringComparer.Ordinal));
        var token = await tokens.IssueForServiceAsync(client.Id, granted, provenKey, ct);
        return new ClientTokenResult.Issued(token.Value, token.Lifetime, granted);
    }

    public async Task<ClientTokenResult> IssueTokenAsync(string clientId, string clientSecret, string? scope, CancellationToken ct) =>
        await AuthenticateAsync(new ClientProof.Secret(clientId, clientSecret), ct) is { } client
            ? await IssueTokenAsync(client, scope, provenKey: null, ct)
            : new ClientTokenResult.InvalidClient();

    public Task<NewClientResult> AddAsync(string clientId, IReadOnlyList<string> scopes, string? secret, CancellationToken ct) =>
        AddAsync(new NewClient(clientId, scopes) { Secret = secret }, Actor.System, ct);

    public async Task<NewClientResult> AddAsync(NewClient client, Actor actor, CancellationToken ct)
    {
        string? keys = null;
        if (Check(client) is { } fault)
            return new NewClientResult.Failed(fault);
        if (client.PublicKeys is not null && !ClientKeys.TryNormalize(client.PublicKeys, out keys))
            return new NewClientResult.Failed(ClientErrors.BadKeys);
        if (await db.ServiceClients.AnyAsync(c => c.Id == client.ClientId, ct))
            return new NewClientResult.Failed(ClientErrors.Exists);
        var secret = client.Secret ?? (keys is null ? NewSecret() : null);
        var now = time.GetUtcNow();
        db.ServiceClients.Add(ServiceClient.Add(client, secret is null ? [] : Hash(secret), keys, now));
        Record(AuditActions.ClientAdded, client.ClientId, actor, now);
        await db.SaveChangesAsync(ct);
        return new NewClientResult.Made(client.ClientId, secret);
    }

    public async Task<NewClientResult> RotateAsync(string clientId, TimeSpan overlap, string? reason, Actor actor, CancellationToken ct)
    {
        if (await db.ServiceClients.SingleOrDefaultAsync(c => c.Id == clientId, ct) is not { } client)
            return new NewClientResult.Failed(CommonErrors.NotFound);
        var secret = NewSecret();
        var now = time.GetUtcNow();
        client.Rotate(Hash(secret), overlap, now);
        Record(AuditActions.ClientCredentialsReplaced, Named(clientId, reason), actor, now);
        await db.SaveChangesAsync(ct);
        return new NewClientResult.Made(clientId, secret);
    }

    public async Task<NewClientResult> ReplaceKeysAsync(string clientId, string publicKeys, Actor actor, CancellationToken ct)
    {
        if (!ClientKeys.TryNormalize(publicKeys, out var keys))
            return new NewClientResult.Failed(ClientErrors.BadKeys);
        if (await db.ServiceClients.SingleOrDefaultAsync(c => c.Id == clientId, ct) is not { } client)
            return new NewClientResult.Failed(CommonErrors.NotFound);
        client.ReplaceKeys(keys);
        Record(AuditActions.ClientCredentialsReplaced, clientId, actor, time.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return new NewClientResult.Made(clientId, Secret: null);
    }

    public async Task<bool> DisableAsync(string clientId, string? reason, Actor actor, CancellationToken ct)
    {
        if (await db.ServiceClients.SingleOrDefaultAsync(c => c.Id == clientId, ct) is not { } client)
            return false;
        var now = time.GetUtcNow();
        client.Disable(now);
        db.CacheInvalidations.Add(CacheInvalidation.Of(InvalidatedThing.Client, Guid.Empty));
        Record(AuditActions.ClientDisabled, Named(clientId, reason), actor, now);
        await db.SaveChangesAsync(ct);
        return true;
    }

    public async Task<IReadOnlyList<ClientView>> ListAsync(CancellationToken ct) =>
        [.. (await db.ServiceClients.AsNoTracking().OrderBy(c => c.Id).ToListAsync(ct)).Select(c => c.ToView())];

    /// <summary>Whether a text can be a client's id at all.</summary>
    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= LongestName } && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static Error? Check(NewClient client)
    {
        if (!IsName(client.ClientId))
            return ClientErrors.BadName;
        if (client.Scopes.Any(s => !ServiceScopes.All.Contains(s)) || (client.Scopes.Count == 0 && client.ExchangeAudiences.Count == 0))
            return ClientErrors.UnknownScope;
        if (!client.ExchangeAudiences.All(IsName))
            return ClientErrors.BadAudience;
        return client.Secret is { Length: < 32 } ? ClientErrors.WeakSecret : null;
    }

    private async Task<ServiceClient?> FindBySecretAsync(ClientProof.Secret proof, CancellationToken ct)
    {
        if (!IsName(proof.ClientId))
            return null;
        var client = await db.ServiceClients.AsNoTracking().SingleOrDefaultAsync(c => c.Id == proof.ClientId && c.DisabledAt == null, ct);
        return client is not null && Matches(client, Hash(proof.Value)) ? client : null;
    }

    private bool Matches(ServiceClient client, byte[] hash) =>
        CryptographicOperations.FixedTimeEquals(client.SecretHash, hash)
        || (client.PreviousSecretHash is { } previous && time.GetUtcNow() < client.PreviousSecretUntil && CryptographicOperations.FixedTimeEquals(previous, hash));

    private void Record(string action, string what, Actor actor, DateTimeOffset now) =>
        db.AuditEntries.Add(AuditEntry.Of(action, subject: null, actor, what, now));

    private static string Named(string clientId, string? reason) => reason is null ? clientId : $"{clientId}: {reason}";

    private static string NewSecret() => "cs_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
