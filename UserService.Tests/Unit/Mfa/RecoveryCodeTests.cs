using UserService.Core.Mfa.RecoveryCodes;

namespace UserService.Tests.Unit.Mfa;

public sealed class RecoveryCodeTests
{
    private static readonly Guid Ada = Guid.Parse("0195a000-0000-7000-8000-000000000001");
    private static readonly Guid Obi = Guid.Parse("0195a000-0000-7000-8000-000000000002");

    [Fact]
    public void A_set_has_ten_different_codes_of_sixteen_characters()
    {
        var codes = RecoveryCode.GenerateSet();
        Assert.Equal(10, codes.Select(code => code.Reveal()).Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$", code.Reveal()));
        Assert.All(codes, code => Assert.Equal("[redacted]", $"{code}"));
    }

    [Fact]
    public void Uses_the_whole_alphabet()
    {
        var characters = Enumerable.Range(0, 40).SelectMany(_ => RecoveryCode.GenerateSet()).SelectMany(code => code.Reveal()).Where(c => c != '-').Distinct();
        Assert.Equal(32, characters.Count());
    }

    [Theory]
    [InlineData("0123-4567-89AB-CDEF")]
    [InlineData("0123456789abcdef")]
    [InlineData(" o12345 6789-ABC-DEF ")]
    [InlineData("OI23-4567-89ab-cdef")]
    [InlineData("0L23-4567-89ab-cdef")]
    public void Reads_what_people_type(string typed)
    {
        Assert.True(RecoveryCode.TryParse(typed, out var code));
        Assert.Equal("0123-4567-89AB-CDEF", code.Reveal());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123-4567-89AB-CDE")]
    [InlineData("0123-4567-89AB-CDEF0")]
    [InlineData("U123-4567-89AB-CDEF")]
    [InlineData("０123-4567-89AB-CDEF")]
    [InlineData("----------------------------------------------------------------0123456789ABCDEF")]
    public void Refuses_what_is_no_code(string typed) => Assert.False(RecoveryCode.TryParse(typed, out _));

    [Fact]
    public void The_hash_belongs_to_code_and_account()
    {
        Assert.True(RecoveryCode.TryParse("0123-4567-89AB-CDEF", out var code));
        Assert.True(RecoveryCode.TryParse("oi23456789abcdef", out var typed));
        Assert.True(RecoveryCode.TryParse("0123-4567-89AB-CDEG", out var other));
        Assert.Equal(code.Hash(Ada), typed.Hash(Ada));
        Assert.NotEqual(code.Hash(Ada), code.Hash(Obi));
        Assert.NotEqual(code.Hash(Ada), other.Hash(Ada));
        Assert.Equal(32, code.Hash(Ada).Length);
    }
}
