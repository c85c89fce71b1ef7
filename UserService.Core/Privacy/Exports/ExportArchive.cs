using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace UserService.Core.Privacy.Exports;

/// <summary>Packs an export: <c>data.json</c> for machines, <c>data.html</c> for people, and the customer's files.</summary>
internal static class ExportArchive
{
    public const string PartName = "export.bin";
    public const string Column = "data_exports.archive";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static byte[] Pack(JsonObject data, PersonalDataMap map, IEnumerable<(string Name, byte[] Content)> files, DateTimeOffset now)
    {
        using var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "data.json", JsonSerializer.SerializeToUtf8Bytes<JsonNode>(data, Readable), now);
            Add(zip, "data.html", Encoding.UTF8.GetBytes(Page(data, map, now)), now);
            foreach (var (name, content) in files)
                Add(zip, $"files/{name}", content, now);
        }

        return archive.ToArray();
    }

    private static void Add(ZipArchive zip, string name, byte[] content, DateTimeOffset now)
    {
        var entry = zip.CreateEntry(name);
        entry.LastWriteTime = now;
        using var stream = entry.Open();
        stream.Write(content);
    }

    // No script and no address in it: opened from a disk it does nothing but show. Every value is text.
    private static string Page(JsonObject data, PersonalDataMap map, DateTimeOffset now)
    {
        var page = new StringBuilder();
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
             <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Your data</title>
             <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
             <style>body{"{"}font-family:sans-serif;max-width:60em;margin:2em auto;line-height:1.4{"}"}table{"{"}border-collapse:collapse;margin:0 0 1.5em{"}"}th,td{"{"}text-align:left;vertical-align:top;padding:.2em .8em;border-bottom:1px solid #ddd{"}"}</style></head>
             <body><h1>Your data</h1><p>Everything the bank's user service keeps of you, as of {now:yyyy-MM-dd HH:mm} UTC. Secrets such as passwords are kept only as digests and are left out.</p>

             """);
        foreach (var (table, rows) in data)
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2>{Text(map.Tables[table].Title ?? table)}</h2>\n");
            foreach (var row in rows!.AsArray())
            {
                page.Append("<table>");
                foreach (var (name, value) in row!.AsObject())
                    page.Append(CultureInfo.InvariantCulture, $"<tr><th>{Text(name.Replace('_', ' '))}</th><td>{Value(value)}</td></tr>");
                page.Append("</table>\n");
            }
        }

        return page.Append("</body></html>\n").ToString();
    }

    private static string Value(JsonNode? value) => value switch
    {
        null => "",
        JsonValue leaf => Text(leaf.ToString()),
        JsonArray list => string.Join("<br>", list.Select(Value)),
        JsonObject inner => string.Join(", ", inner.Where(m => m.Value is not null).Select(m => $"{Text(m.Key)}: {Value(m.Value)}")),
        _ => "",
    };

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
