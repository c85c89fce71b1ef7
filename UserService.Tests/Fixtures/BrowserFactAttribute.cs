namespace UserService.Tests.Fixtures;

/// <summary>A test that drives Chromium. Skipped, with the reason, where there is none: scripts/test.sh installs it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Browser.Program is null ? "There is no Chromium: install Debian's package chromium, or set CHROMIUM to the path of one." : null;
}
