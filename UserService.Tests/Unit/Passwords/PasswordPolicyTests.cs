using UserService.Core.Authentication.Passwords;

namespace UserService.Tests.Unit.Passwords;

public sealed class PasswordPolicyTests
{
    private static readonly string[] Ada = ["ada.obi@example.com", "Adaeze", "Obi-Nwosu", "+2348031234567"];

    [Theory]
    [InlineData("correct horse battery")]
    [InlineData("Tr0ub4dor&3")]
    [InlineData("пароль у моря и кот")]
    [InlineData("          a b c d e f g")]
    public void Accepts_without_composition_rules(string password) => Assert.Empty(Codes(password));

    [Theory]
    [InlineData("k7#Qp2!vZ", PasswordViolations.TooShort)]
    [InlineData("1q2w3e4r5t", PasswordViolations.Breached)]
    [InlineData("1Q2w3E4r5T", PasswordViolations.Breached)]
    [InlineData("password1password1", PasswordViolations.TooGuessable)]
    [InlineData("😀😀😀😀😀😀😀😀😀😀😀😀", PasswordViolations.TooGuessable)]
    [InlineData("Adaeze.Obi.12", PasswordViolations.ContainsPersonalData)]
    [InlineData("2348031234567", PasswordViolations.ContainsPersonalData)]
    public void Refuses_and_says_why(string password, string code) => Assert.Contains(code, Codes(password));

    [Fact]
    public void Refuses_more_than_256_code_points()
    {
        var phrase = string.Concat(Enumerable.Range(0, 100).Select(i => $"{i * 7919 % 997}-"));
        Assert.Contains(PasswordViolations.TooLong, Codes(phrase[..257]));
        Assert.Empty(Codes(phrase[..256]));
    }

    [Fact]
    public void Looks_the_whole_password_up_however_long()
    {
        // Every entry the list has was hashed whole; a long one is not cut to what zxcvbn sees.
        var file = Path.GetTempFileName();
        var phrase = string.Concat(Enumerable.Range(0, 40).Select(i => $"{i * 7919 % 997}-"));
        var entry = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(phrase))[..5];
        File.WriteAllBytes(file, [.. "PWBLOCK1"u8, 0, 0, 0, 1, .. entry]);
        using var host = new PasswordsHost(("BlocklistFile", file));
        var rejected = Assert.IsType<PasswordAssessment.Rejected>(host.Policy.Assess(PasswordsHost.Password(phrase), []));
        Assert.Equal(PasswordViolations.Breached, Assert.Single(rejected.Violations).Code);
        File.Delete(file);
    }

    [Fact]
    public void Knows_the_service_by_name()
    {
        using var host = new PasswordsHost(("ContextWords:0", "Meridian Bank"));
        Assert.IsType<PasswordAssessment.Rejected>(host.Policy.Assess(PasswordsHost.Password("MeridianBank#77"), []));
    }

    [Fact]
    public void Judges_in_parallel()
    {
        using var host = new PasswordsHost();
        var accepted = new System.Collections.Concurrent.ConcurrentBag<bool>();
        Parallel.For(0, 200, i => accepted.Add(host.Policy.Assess(PasswordsHost.Password(i % 2 == 0 ? "correct horse battery" : "password1password1"), Ada) is PasswordAssessment.Accepted));
        Assert.Equal(100, accepted.Count(one => one));
    }

    [Fact]
    public void Messages_never_repeat_the_password()
    {
        using var host = new PasswordsHost();
        var rejected = Assert.IsType<PasswordAssessment.Rejected>(host.Policy.Assess(PasswordsHost.Password("1q2w3e4r5t"), Ada));
        Assert.All(rejected.Violations, violation => Assert.DoesNotContain("1q2w3e4r5t", violation.Message, StringComparison.Ordinal));
    }

    private static List<string> Codes(string password)
    {
        using var host = new PasswordsHost();
        return host.Policy.Assess(PasswordsHost.Password(password), Ada) is PasswordAssessment.Rejected rejected ? [.. rejected.Violations.Select(violation => violation.Code)] : [];
    }
}
