using System.Text.RegularExpressions;
using UserService.Core.Notifications;
using UserService.Core.Notifications.Previews;

namespace UserService.Tests.Unit.Notifications;

public sealed class TemplateTests
{
    [Fact]
    public void Every_template_is_there_in_English_and_French_with_the_same_values()
    {
        var names = typeof(TemplateNames).GetFields(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic)
            .Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!).ToList();
        Assert.True(names.Count > 10);

        Assert.Empty(names.Except(MessageTemplates.All.Select(t => t.Template)));
        foreach (var template in MessageTemplates.All.Select(t => t.Template).Distinct())
        {
            Assert.Equal(["en", "fr"], MessageTemplates.All.Where(t => t.Template == template).Select(t => t.Language).Order());
            Assert.Equal(Values(template, "en"), Values(template, "fr"));
        }
    }

    [Fact]
    public void A_preview_leaves_no_placeholder_and_makes_no_markup_of_values()
    {
        var previews = new MessagePreviews(TimeProvider.System);
        foreach (var view in previews.List())
        {
            foreach (var language in view.Languages)
            {
                var preview = previews.Render(view.Template, language)!;
                Assert.DoesNotMatch(@"\{\w+\}", preview.Subject + preview.Text);
                Assert.DoesNotContain("<b>", preview.Html, StringComparison.Ordinal);
                Assert.Contains($"lang=\"{language}\"", preview.Html, StringComparison.Ordinal);
            }
        }

        Assert.Null(previews.Render("no_such", "en"));
        Assert.Null(previews.Render(TemplateNames.LoginCode, "xx"));
    }

    [Theory]
    [InlineData("Ada's phone", "ios", "en-NG", "Ada's phone")]
    [InlineData(null, "ios", "en", "a device without a name (ios)")]
    [InlineData(null, null, "en", "a device without a name")]
    [InlineData(" ", " ", "fr-SN", "un appareil sans nom")]
    public void A_device_is_called_by_its_name_or_said_to_have_none(string? name, string? platform, string locale, string called) =>
        Assert.Equal(called, NotificationValues.Device(name, platform, locale));

    private static IEnumerable<string> Values(string template, string language) =>
        MessagePreviews.Placeholder().Matches(MessageTemplates.TextOf(template, language)).Select((Match m) => m.Value).Distinct().Order(StringComparer.Ordinal);
}
