namespace UserService.Tests.Unit.Passwords;

public sealed class BlocklistTests
{
    [Fact]
    public void Holds_as_many_entries_as_its_README_says()
    {
        using var host = new PasswordsHost();
        Assert.Equal(56_258, host.Blocklist.Count);
    }

    [Theory]
    [InlineData("123456")]
    [InlineData("password")]
    [InlineData("PASSWORD")]
    [InlineData("1qaz2wsx3edc")]
    [InlineData("\uff50assword")] // full-width p
    public void Knows_the_commonest_in_every_spelling(string password)
    {
        using var host = new PasswordsHost();
        Assert.True(host.Blocklist.Contains(password));
    }

    [Fact]
    public void Takes_no_innocent_for_a_breached_one()
    {
        using var host = new PasswordsHost();
        // 200,000 random texts against an expected rate of one in twenty million
        Assert.DoesNotContain(Enumerable.Range(0, 200_000), i => host.Blocklist.Contains($"innocent {i} {i * 7919L}"));
    }

    [Fact]
    public void Refuses_a_damaged_file()
    {
        var file = Path.GetTempFileName();
        File.WriteAllBytes(file, [.. "PWBLOCK1"u8, 0, 0, 0, 2, 1, 2, 3, 4, 5]);
        using var host = new PasswordsHost(("BlocklistFile", file));
        Assert.Throws<InvalidDataException>(() => host.Blocklist.Contains("password"));
        File.Delete(file);
    }
}
