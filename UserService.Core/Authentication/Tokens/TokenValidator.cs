using System.Security.Cryptography;
using System.Text;
using UserService.Core.Authentication.Clients;
using UserService.Core.Sessions;

namespace UserService.Core.Authentication.Tokens;

/// <inheritdoc cref="ITokenValidator"/>
internal sealed class TokenValidator(
    TokenSignatures signatures, KeyRing keys, RememberedTokens remembered, SessionGate sessions, DisabledClients disabled, TimeProvider time) : ITokenValidator
{
    public ValueTask<ValidatedToken?> ValidateAsync(string token, TokenKind kind, CancellationToken ct)
    {
        var key = TokenKey.Of(token, kind);
        if (!remembered.TryGet(key, out var known))
            return FirstSeenAsync(token, kind, key, ct);
        var now = time.GetUtcNow();
        if (now >= known.GoodUntil)
            return ValueTask.FromResult<ValidatedToken?>(null);
        return keys.IsKnownPublished(known.KeyId, now) && (known.Session is null || sessions.IsKnownLive(known.Session)) && (kind is TokenKind.User || disabled.IsKnownEnabled(known.Token.Subject.ClientId))
            ? ValueTask.FromResult<ValidatedToken?>(known.Token)
            : CheckAsync(known.Session is { IsForgotten: true } ? Renew(key, known) : known, kind, ct);
    }

    private async ValueTask<ValidatedToken?> FirstSeenAsync(string token, TokenKind kind, TokenKey key, CancellationToken ct)
    {
        if (await signatures.ValidateAsync(token, kind, ct) is not { } valid)
            return null;
        var session = valid.Token.Subject.SessionId is { } sid ? sessions.Track(sid) : null;
        var entry = new RememberedToken(valid.Token, valid.KeyId, valid.GoodUntil, session);
        remembered.Add(key, entry);
        return await CheckAsync(entry, kind, ct);
    }

    private RememberedToken Renew(TokenKey key, RememberedToken entry)
    {
        var renewed = entry with { Session = sessions.Track(entry.Session!.Id) };
        remembered.Replace(key, renewed);
        return renewed;
    }

    // The session must be live, the key not withdrawn, and whoever speaks for itself or for somebody must not have been disabled.
    private async ValueTask<ValidatedToken?> CheckAsync(RememberedToken entry, TokenKind kind, CancellationToken ct) =>
        (await keys.GetAsync(ct)).Verifying(entry.KeyId, time.GetUtcNow()) is not null
        && (entry.Session is null || await sessions.IsLiveAsync(entry.Session, ct))
        && (kind is TokenKind.User || await disabled.IsEnabledAsync(entry.Token.Subject.ClientId, ct)) ? entry.Token : null;
}

/// <summary>A token's SHA-256 with the kind it was accepted as: the token itself is not kept.</summary>
internal readonly record struct TokenKey(UInt128 High, UInt128 Low, TokenKind Kind)
{
    public static TokenKey Of(string token, TokenKind kind)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var size = Encoding.UTF8.GetMaxByteCount(token.Length);
        if (size <= 4096)
        {
            Span<byte> bytes = stackalloc byte[size];
            SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(token, bytes)], hash);
        }
        else
        {
            SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
        }

        return new TokenKey(BitConverter.ToUInt128(hash), BitConverter.ToUInt128(hash[16..]), kind);
    }
}
