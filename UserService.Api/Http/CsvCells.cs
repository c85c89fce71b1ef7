namespace UserService.Api.Http;

/// <summary>Cells of CSV (RFC 4180) that a spreadsheet shows and never runs.</summary>
internal static class CsvCells
{
    // OWASP, "CSV Injection": what a cell must not begin with. A spreadsheet looks behind leading blanks too.
    private const string Triggers = "=+-@\t\r\n＝＋－＠";

    public static string Line(params IEnumerable<string?> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    public static string Cell(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return "";
        var first = value.AsSpan().TrimStart(' ');
        var harmless = first.Length > 0 && Triggers.Contains(first[0], StringComparison.Ordinal) ? $"'{value}" : value;
        return $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
