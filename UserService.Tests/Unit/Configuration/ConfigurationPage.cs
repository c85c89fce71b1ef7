using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;
using UserService.Core.Configuration;

namespace UserService.Tests.Unit.Configuration;

/// <summary>Writes what docs/deployment/configuration.md and .env.example say of the options: from the classes and their XML docs.</summary>
internal static partial class ConfigurationPage
{
    private static readonly Dictionary<string, WebApplicationBuilder> Builders =
        HostUnderCheck.Hosts.Keys.ToDictionary(host => host, host => HostUnderCheck.Builder(host, "Production", HostUnderCheck.Complete));

    private static readonly Lazy<Dictionary<string, string>> Summaries = new(() => Directory.GetFiles(AppContext.BaseDirectory, "UserService.*.xml")
        .SelectMany(file => XDocument.Load(file).Descendants("member"))
        .Where(member => member.Element("summary") is not null)
        .GroupBy(member => member.Attribute("name")!.Value)
        .ToDictionary(members => members.Key, members => Text(members.First().Element("summary")!)));

    public static bool Has(string host, Type options) =>
        Builders[host].Services.Any(s => s.ServiceType == typeof(IOptionsChangeTokenSource<>).MakeGenericType(options));

    public static bool IsValidatedAtStart(string host, Type options) =>
        Has(host, options) && Builders[host].Services.Any(s => s.ServiceType == typeof(IValidateOptions<>).MakeGenericType(options));

    public static string Markdown()
    {
        var page = new StringBuilder();
        foreach (var type in OptionsCatalog.Types())
        {
            var section = OptionsCatalog.Section(type)!;
            var hosts = HostUnderCheck.Hosts.Keys.Where(host => Has(host, type)).ToList();
            page.Append(CultureInfo.InvariantCulture, $"### {section}\n\n{Summary(type)} Hosts: {(hosts.Count == HostUnderCheck.Hosts.Count ? "all" : string.Join(", ", hosts))}.\n\n");
            page.Append("| setting | default | allowed | meaning |\n|---|---|---|---|\n");
            foreach (var setting in OptionsCatalog.Settings(type))
                page.Append(CultureInfo.InvariantCulture, $"| `{setting.Key}` | {Code(setting.Default)} | {Allowed(setting)} | {Summary(setting)} |\n");
            page.Append('\n');
        }

        return page.ToString().TrimEnd('\n') + "\n";
    }

    public static string Environment()
    {
        var lines = new StringBuilder();
        foreach (var type in OptionsCatalog.Types())
        {
            lines.Append(CultureInfo.InvariantCulture, $"\n# {OptionsCatalog.Section(type)}: {Plain(Summary(type))}\n");
            foreach (var setting in OptionsCatalog.Settings(type))
                lines.Append(CultureInfo.InvariantCulture, $"#{setting.Variable}={setting.Example}\n");
        }

        return lines.ToString();
    }

    private static string Allowed(OptionSetting setting) => (setting.Range, setting.IsRequired) switch
    {
        ({ } range, _) => $"{range.Least} to {range.Most}",
        (_, true) => "required",
        _ when setting.Property.PropertyType.IsEnum => string.Join(", ", Enum.GetNames(setting.Property.PropertyType).Select(Code)),
        _ => "",
    };

    private static string Code(string value) => value.Length > 0 ? $"`{value}`" : "";

    private static string Summary(Type type) => Summaries.Value.GetValueOrDefault($"T:{type.FullName!.Replace('+', '.')}") ?? throw new InvalidOperationException($"{type} has no XML docs.");

    private static string Summary(OptionSetting setting) =>
        Summaries.Value.GetValueOrDefault($"P:{setting.Property.DeclaringType!.FullName!.Replace('+', '.')}.{setting.Property.Name}")
        ?? throw new InvalidOperationException($"{setting.Key} has no XML docs: they are its line in the documents.");

    private static string Text(XElement summary) => Blanks().Replace(string.Concat(summary.Nodes().Select(Text)), " ").Trim();

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value.Replace("|", "\\|", StringComparison.Ordinal),
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{(see.Attribute("cref") ?? see.Attribute("langword"))!.Value.Split('.', ':')[^1]}`",
        XElement other => string.Concat(other.Nodes().Select(Text)),
        _ => "",
    };

    private static string Plain(string markdown) => markdown.Replace("`", "", StringComparison.Ordinal);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
