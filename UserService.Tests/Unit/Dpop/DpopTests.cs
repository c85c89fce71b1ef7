using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;
using UserService.Core.Authentication.Dpop;

namespace UserService.Tests.Unit.Dpop;

public sealed class DpopTests : IDisposable
{
    private const string Url = "https://api.example.com/v1/transfers";
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly SeenOnce _seen = new();
    private readonly ProofBuilder _proof;

    public DpopTests() => _proof = new ProofBuilder(_time.GetUtcNow());

    [Fact]
    public async Task Accepts_a_proof_and_names_its_key()
    {
        var valid = Assert.IsType<DpopResult.Valid>(await ValidateAsync());
        var canonical = $$"""{"crv":"P-256","kty":"EC","x":"{{_proof.Jwk["x"]}}","y":"{{_proof.Jwk["y"]}}"}""";
        Assert.Equal(Base64UrlEncoder.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))), valid.Thumbprint);
    }

    [Fact] // RFC 9449, figure 2; the thumbprint is that of its section 6.1
    public async Task Accepts_the_proof_of_the_RFC()
    {
        const string Proof = "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5Ijoi"
            + "OVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6"
            + "Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg";
        var clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_562_262_616));
        var validator = new DpopValidator(Options.Create(new DpopOptions()), _seen, clock);
        var result = await validator.ValidateAsync(new DpopRequest(Proof, "POST", "https://server.example.com/token", null, null, null), default);
        Assert.Equal(new DpopResult.Valid("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"), result);
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    public async Task Accepts_RSA_keys_of_2048_bits(string algorithm)
    {
        using var rsa = RSA.Create(2048);
        Assert.IsType<DpopResult.Valid>(await ValidateAsync(_proof.UseRsa(rsa, algorithm).Build()));
    }

    [Fact]
    public async Task Refuses_RSA_keys_of_1024_bits()
    {
        using var rsa = RSA.Create(1024);
        await RefusesAsync(DpopFailure.KeyNotAllowed, _proof.UseRsa(rsa, "RS256").Build());
    }

    [Fact]
    public async Task Knows_a_proof_that_was_seen_before()
    {
        var proof = _proof.Build();
        Assert.IsType<DpopResult.Valid>(await ValidateAsync(proof));
        await RefusesAsync(DpopFailure.Replayed, proof);
        using var other = new ProofBuilder(_time.GetUtcNow()); // the same id of another client
        Assert.IsType<DpopResult.Valid>(await ValidateAsync(other.Build()));
    }

    [Fact]
    public async Task A_refused_proof_is_not_remembered()
    {
        await RefusesAsync(DpopFailure.WrongMethod, _proof.Build(), method: "GET");
        Assert.IsType<DpopResult.Valid>(await ValidateAsync());
    }

    [Fact]
    public async Task Is_remembered_for_as_long_as_it_would_be_accepted()
    {
        _proof.Claims["iat"] = _time.GetUtcNow().ToUnixTimeSeconds() + 8;
        Assert.IsType<DpopResult.Valid>(await ValidateAsync());
        Assert.True(_seen.Lifetime > TimeSpan.FromSeconds(60 + 8 + 8));
    }

    [Fact]
    public async Task Refuses_another_signature()
    {
        var proof = _proof.Build();
        var parts = proof.Split('.');
        var claims = Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1]).Replace("proof-1", "proof-2", StringComparison.Ordinal));
        await RefusesAsync(DpopFailure.WrongSignature, $"{parts[0]}.{claims}.{parts[2]}");
        using var other = new ProofBuilder(_time.GetUtcNow());
        _proof.Sign = other.Sign;
        await RefusesAsync(DpopFailure.WrongSignature, _proof.Build());
        _proof.Sign = _ => [];
        await RefusesAsync(DpopFailure.WrongSignature, _proof.Build());
    }

    [Theory]
    [InlineData("none", DpopFailure.AlgorithmNotAllowed)]
    [InlineData("HS256", DpopFailure.AlgorithmNotAllowed)]
    [InlineData("ES384", DpopFailure.AlgorithmNotAllowed)]
    [InlineData("es256", DpopFailure.AlgorithmNotAllowed)]
    [InlineData("RS256", DpopFailure.KeyNotAllowed)]
    public async Task Refuses_other_algorithms(string algorithm, DpopFailure reason)
    {
        _proof.Header["alg"] = algorithm;
        await RefusesAsync(reason, _proof.Build());
    }

    [Theory]
    [InlineData("d", "AAAA")]
    [InlineData("k", "AAAA")]
    [InlineData("kty", "oct")]
    [InlineData("kty", "RSA")]
    [InlineData("crv", "P-384")]
    [InlineData("x", "AAAA")]
    [InlineData("x", "not base64!")]
    public async Task Refuses_keys_that_are_not_public_P256_keys(string member, string value)
    {
        _proof.Jwk[member] = value;
        await RefusesAsync(DpopFailure.KeyNotAllowed, _proof.Build());
    }

    [Fact]
    public async Task Refuses_a_point_that_is_not_on_the_curve()
    {
        _proof.Jwk["x"] = Base64UrlEncoder.Encode(new byte[32]);
        await RefusesAsync(DpopFailure.WrongSignature, _proof.Build());
    }

    [Fact]
    public async Task Takes_the_key_from_the_proof_alone()
    {
        _proof.Header["kid"] = "https://attacker.example/keys#1";
        _proof.Header["jku"] = "https://attacker.example/keys";
        Assert.IsType<DpopResult.Valid>(await ValidateAsync());
        _proof.Header.Remove("jwk");
        await RefusesAsync(DpopFailure.KeyNotAllowed, _proof.Build());
    }

    [Theory]
    [InlineData("JWT")]
    [InlineData("at+jwt")]
    [InlineData(null)]
    public async Task Refuses_tokens_of_another_type(string? type)
    {
        _proof.Header["typ"] = type;
        await RefusesAsync(DpopFailure.WrongType, _proof.Build());
    }

    [Theory]
    [InlineData("https://API.example.com:443/v1/transfers", true)]
    [InlineData("https://api.example.com/v1/transfers?page=2#top", true)]
    [InlineData("https://api.example.com/v1/%74ransfers", true)]
    [InlineData("https://api.example.com/v1/./transfers", true)]
    [InlineData("http://api.example.com/v1/transfers", false)]
    [InlineData("https://api.example.com:8443/v1/transfers", false)]
    [InlineData("https://api.example.com/v1/Transfers", false)]
    [InlineData("https://api.example.com/v1/transfers/", false)]
    [InlineData("https://attacker.example/v1/transfers", false)]
    [InlineData("https://api.example.com@attacker.example/v1/transfers", false)]
    [InlineData("/v1/transfers", false)]
    public async Task Compares_addresses_in_their_normal_form(string url, bool same)
    {
        _proof.Claims["htu"] = url;
        var result = await ValidateAsync();
        Assert.Equal(same ? typeof(DpopResult.Valid) : typeof(DpopResult.Invalid), result.GetType());
    }

    [Theory]
    [InlineData(-69, false)]
    [InlineData(-68, true)]
    [InlineData(8, true)]
    [InlineData(9, false)]
    public async Task Accepts_a_proof_for_its_minute(int seconds, bool accepted)
    {
        _proof.Claims["iat"] = _time.GetUtcNow().ToUnixTimeSeconds() + seconds;
        Assert.Equal(accepted, await ValidateAsync() is DpopResult.Valid);
    }

    [Theory]
    [InlineData("iat", DpopFailure.OutOfTime)]
    [InlineData("jti", DpopFailure.Malformed)]
    [InlineData("htm", DpopFailure.WrongMethod)]
    [InlineData("htu", DpopFailure.WrongUrl)]
    public async Task Misses_no_claim(string claim, DpopFailure reason)
    {
        _proof.Claims.Remove(claim);
        await RefusesAsync(reason, _proof.Build());
    }

    [Fact] // hash of RFC 9449, section 7.1
    public async Task Belongs_to_the_access_token()
    {
        const string Token = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";
        await RefusesAsync(DpopFailure.WrongTokenHash, _proof.Build(), token: Token);
        _proof.Claims["ath"] = "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo";
        await RefusesAsync(DpopFailure.WrongTokenHash, _proof.Build(), token: Token + "x");
        Assert.IsType<DpopResult.Valid>(await ValidateAsync(_proof.Build(), token: Token));
    }

    [Fact]
    public async Task Belongs_to_the_key_the_token_is_bound_to()
    {
        using var other = new ProofBuilder(_time.GetUtcNow());
        var bound = Assert.IsType<DpopResult.Valid>(await ValidateAsync(other.Build())).Thumbprint;
        await RefusesAsync(DpopFailure.WrongKey, _proof.Build(), bound: bound);
        other.Claims["jti"] = "proof-2";
        Assert.IsType<DpopResult.Valid>(await ValidateAsync(other.Build(), bound: bound));
    }

    [Fact]
    public async Task Asks_for_a_nonce_where_one_is_wanted()
    {
        Assert.IsType<DpopResult.NonceRequired>(await ValidateAsync(_proof.Build(), nonces: ["n2", "n1"]));
        _proof.Claims["nonce"] = "n0";
        Assert.IsType<DpopResult.NonceRequired>(await ValidateAsync(_proof.Build(), nonces: ["n2", "n1"]));
        _proof.Claims["nonce"] = "n1";
        Assert.IsType<DpopResult.Valid>(await ValidateAsync(_proof.Build(), nonces: ["n2", "n1"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    [InlineData("e30.e30.")]
    [InlineData("bnVsbA.bnVsbA.AAAA")]
    public async Task Refuses_what_is_no_token(string proof) => await RefusesAsync(DpopFailure.Malformed, proof);

    [Fact]
    public async Task Refuses_ambiguous_or_critical_or_huge_proofs()
    {
        var claims = _proof.Claims.ToJsonString();
        await RefusesAsync(DpopFailure.Malformed, _proof.Build(_proof.Header.ToJsonString(), claims.Insert(1, "\"htm\":\"GET\",")));
        await RefusesAsync(DpopFailure.Malformed, _proof.Build(_proof.Header.ToJsonString().Insert(1, "\"crit\":[\"b64\"],"), claims));
        await RefusesAsync(DpopFailure.Malformed, _proof.Build(_proof.Header.ToJsonString(), claims.Insert(1, $"\"pad\":\"{new string('x', 9000)}\",")));
        _proof.Claims["jti"] = new string('x', 257);
        await RefusesAsync(DpopFailure.Malformed, _proof.Build());
    }

    [Fact] // RFC 7638, section 3.1: our thumbprints come from this
    public void Thumbprints_agree_with_the_RFC()
    {
        var key = new JsonWebKey("""
            {"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}
            """);
        Assert.Equal("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", Base64UrlEncoder.Encode(key.ComputeJwkThumbprint()));
    }

    public void Dispose() => _proof.Dispose();

    private Task<DpopResult> ValidateAsync() => ValidateAsync(_proof.Build());

    private async Task RefusesAsync(DpopFailure reason, string proof, string method = "POST", string? token = null, string? bound = null) =>
        Assert.Equal(new DpopResult.Invalid(reason), await ValidateAsync(proof, method, token, bound));

    private async Task<DpopResult> ValidateAsync(string proof, string method = "POST", string? token = null, string? bound = null, string[]? nonces = null)
    {
        var validator = new DpopValidator(Options.Create(new DpopOptions()), _seen, _time);
        return await validator.ValidateAsync(new DpopRequest(proof, method, Url, token, bound, nonces), default);
    }

    private sealed class SeenOnce : IDpopReplayStore
    {
        private readonly HashSet<string> _keys = [];

        public TimeSpan Lifetime { get; private set; }

        public ValueTask<bool> TryRegisterAsync(string key, TimeSpan lifetime, CancellationToken ct)
        {
            Lifetime = lifetime;
            return ValueTask.FromResult(_keys.Add(key));
        }
    }
}
