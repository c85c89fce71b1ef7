using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Messaging;
using UserService.Core.Protection;

namespace UserService.Benchmarks.Pieces;

/// <summary>Issuing an access token, checking one that was never seen, and finding one that was.</summary>
[MemoryDiagnoser]
public class TokenWork
{
    private readonly UserTokenClaims claims = new(
        Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), "first-party", "user", "aal2", ["pwd", "otp", "mfa"], TimeProvider.System.GetUtcNow(), 2, []);

    private ServiceProvider services = null!;
    private KeyRing keys = null!;
    private AccessTokenIssuer issuer = null!;
    private TokenSignatures signatures = null!;
    private RememberedTokens remembered = null!;
    private string token = "";

    [GlobalSetup]
    public async Task PrepareAsync()
    {
        services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var options = Options.Create(new TokenOptions { Issuer = "https://id.bank.example", AccessTokenLifetime = TimeSpan.FromDays(1) });
        var meters = services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>();
        var (time, now) = (new StandingTime(), new StandingTime().GetUtcNow());
        keys = new KeyRing(services.GetRequiredService<IServiceScopeFactory>(), null!, new InvalidationFeed(null!, time), meters, time, NullLogger<KeyRing>.Instance);
        var system = new SystemKey(RandomNumberGenerator.GetBytes(32));
        Current(keys) = KeySet.Of(now, [SigningKeyFactory.Make(system, now, now)], system, null);
        issuer = new AccessTokenIssuer(keys, options, time);
        signatures = new TokenSignatures(keys, options, time);
        remembered = new RememberedTokens(options, meters);
        token = await IssueAsync();
        var valid = (await signatures.ValidateAsync(token, TokenKind.User, CancellationToken.None))!.Value;
        remembered.Add(TokenKey.Of(token, TokenKind.User), new RememberedToken(valid.Token, valid.KeyId, valid.GoodUntil, null));
    }

    [GlobalCleanup]
    public void Clean()
    {
        keys.Dispose();
        services.Dispose();
    }

    [Benchmark]
    public async Task<string> IssueAsync() => (await issuer.IssueAsync(claims, CancellationToken.None)).Value;

    [Benchmark]
    public async Task<bool> CheckFirstSeenAsync() => await signatures.ValidateAsync(token, TokenKind.User, CancellationToken.None) is not null;

    [Benchmark]
    public bool FindRemembered() => remembered.TryGet(TokenKey.Of(token, TokenKind.User), out _);

    // The ring reads its keys from PostgreSQL; here it is given them.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "current")]
    private static extern ref KeySet? Current(KeyRing ring);

    /// <summary>A clock that stands still, so that the ring stays fresh.</summary>
    private sealed class StandingTime : TimeProvider
    {
        private static readonly DateTimeOffset At = System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => At;
    }
}
