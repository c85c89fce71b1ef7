using UserService.DevHost;

namespace UserService.Tests.Unit.DevHost;

public sealed class DevHostTests
{
    [Fact]
    public void An_env_file_holds_keys_values_comments_and_quotes()
    {
        var values = DotEnv.Parse(["# comment", "", "API_PORT=8090", "export A = b ", "EMPTY=", "URL=amqp://u:p@h/?x=1", "QUOTED=\"two words\"", "HALF=\"", "nonsense"]);

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["API_PORT"] = "8090",
                ["A"] = "b",
                ["EMPTY"] = "",
                ["URL"] = "amqp://u:p@h/?x=1",
                ["QUOTED"] = "two words",
                ["HALF"] = "\"",
            },
            values);
    }

    [Theory]
    [InlineData("""{"LogLevel":"Error","Category":"Users","Message":"It broke","Exception":"System.Exception: why\n  at X"}""", "Error: Users: It broke (System.Exception: why)")]
    [InlineData("""{"LogLevel":"Warning","Category":"Users","Message":"Careful"}""", "Warning: Users: Careful")]
    [InlineData("""{"LogLevel":"Information","Category":"Users","Message":"Fine"}""", null)]
    [InlineData("warn: Users[0]", "warn: Users[0]")]
    [InlineData("info: Users[0]", null)]
    [InlineData("{ not json", null)]
    [InlineData("[1]", null)]
    public void Only_warnings_and_errors_of_a_host_reach_the_console(string line, string? shown) => Assert.Equal(shown, HostLine.Warning(line));

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Database=userdb;Username=u;Password=secret", "Host=127.0.0.1;Port=1;Database=userdb;Username=u")]
    [InlineData("127.0.0.1:1,password=secret", "127.0.0.1:1")]
    [InlineData("amqp://u:secret@127.0.0.1:1/", "amqp://u@127.0.0.1:1/")]
    public void Connection_strings_are_shown_without_their_password(string full, string shown) => Assert.Equal(shown, Screen.WithoutPassword(full));

    [Fact]
    public void An_unknown_argument_is_refused()
    {
        Assert.Null(DevArguments.TryParse(["--fersh"]));
        Assert.Equal(new DevArguments(DevTask.Migrate, Fresh: true, Verbose: false), DevArguments.TryParse(["migrate", "--fresh"]));
    }
}
