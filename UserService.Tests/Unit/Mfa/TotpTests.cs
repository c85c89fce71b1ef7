using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using UserService.Core.Mfa.Totp;

namespace UserService.Tests.Unit.Mfa;

public sealed class TotpTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(1_111_111_109));
    private readonly TotpSecret _secret = Secret("12345678901234567890");

    [Theory] // RFC 6238, appendix B, SHA-1; the last six of its eight digits
    [InlineData(59, "287082")]
    [InlineData(1_111_111_109, "081804")]
    [InlineData(1_111_111_111, "050471")]
    [InlineData(1_234_567_890, "005924")]
    [InlineData(2_000_000_000, "279037")]
    [InlineData(20_000_000_000, "353130")]
    public void Agrees_with_the_RFC(long seconds, string code)
    {
        var verifier = new TotpVerifier(new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(seconds)));
        Assert.Equal(new TotpResult.Accepted(seconds / 30), verifier.Verify(_secret, code, null));
    }

    [Theory]
    [InlineData(-61, false)]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(61, false)]
    public void Accepts_one_step_on_either_side(int seconds, bool accepted)
    {
        _time.Advance(TimeSpan.FromHours(1));
        var then = new OtpNet.Totp(_secret.ToBytes()).ComputeTotp(_time.GetUtcNow().UtcDateTime.AddSeconds(seconds));
        Assert.Equal(accepted, Verify(then, null) is TotpResult.Accepted);
    }

    [Fact]
    public void A_time_step_is_good_once()
    {
        var used = Assert.IsType<TotpResult.Accepted>(Verify("081804", null)).TimeStep;
        Assert.IsType<TotpResult.AlreadyUsed>(Verify("081804", used));
        Assert.IsType<TotpResult.AlreadyUsed>(Verify("081804", used + 1));
        Assert.IsType<TotpResult.Accepted>(Verify("050471", used)); // the next step's code
    }

    [Theory]
    [InlineData("")]
    [InlineData("081805")]
    [InlineData("0818040")]
    [InlineData("81804")]
    [InlineData("٠٨١٨٠٤")]
    [InlineData("-81804")]
    public void Refuses_anything_else(string code) => Assert.IsType<TotpResult.Wrong>(Verify(code, null));

    [Fact]
    public void Ignores_the_space_apps_show() => Assert.IsType<TotpResult.Accepted>(Verify("081 804", null));

    [Fact]
    public void Secrets_are_160_random_bits_and_never_print_themselves()
    {
        var secret = TotpSecret.Generate();
        Assert.Equal(20, secret.ToBytes().Length);
        Assert.NotEqual(secret.ToBytes(), TotpSecret.Generate().ToBytes());
        Assert.Equal("[redacted]", $"{secret}");
        Assert.False(TotpSecret.TryCreate(new byte[15], out _));
        Assert.Equal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", _secret.ToBase32());
    }

    [Fact]
    public void The_key_URI_is_what_apps_read() =>
        Assert.Equal(
            "otpauth://totp/Meridian%20%26%20Sons%20Bank:ada%2Bbank%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Meridian%20%26%20Sons%20Bank&algorithm=SHA1&digits=6&period=30",
            TotpEnrolment.ToUri(_secret, "Meridian & Sons: Bank", "ada+bank@example.com"));

    [Fact]
    public void The_picture_is_a_square_PNG()
    {
        var png = TotpEnrolment.ToPng(TotpEnrolment.ToUri(_secret, "Bank", "ada@example.com"));
        Assert.True(png.AsSpan(1, 3).SequenceEqual("PNG"u8));
        var width = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16));
        Assert.Equal(width, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
        Assert.InRange(width, 200, 600);
    }

    private static TotpSecret Secret(string ascii) =>
        TotpSecret.TryCreate(Encoding.ASCII.GetBytes(ascii), out var secret) ? secret : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{ascii.Length} characters"));

    private TotpResult Verify(string code, long? lastUsed) => new TotpVerifier(_time).Verify(_secret, code, lastUsed);
}
