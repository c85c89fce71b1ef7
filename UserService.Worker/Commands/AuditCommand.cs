using System.Globalization;
using UserService.Core.Audit.Sealing;

namespace UserService.Worker.Commands;

/// <summary><c>worker audit verify</c>: proves the audit trail, or names what is not as it was written.</summary>
internal sealed class AuditCommand(IAuditVerifier verifier)
{
    private const int ShownAtMost = 200;

    public async Task<int> RunAsync(string[] arguments, CancellationToken ct)
    {
        var options = Options.Parse(arguments.Skip(1));
        if (arguments is not ["verify", ..] || options is null)
            return 2;
        var report = await verifier.VerifyAsync(options.GetValueOrDefault("head"), ct);
        foreach (var fault in report.Faults.Take(ShownAtMost))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fault.Kind}\tseal {(fault.Seal is { } seal ? seal : "-")}\tentry {(fault.Entry is { } id ? id : "-")}\t{fault.Detail}"));
        if (report.Faults.Count > ShownAtMost)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"and {report.Faults.Count - ShownAtMost} more"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Entries} entries in {report.Seals} seals, {report.Unsealed} not sealed yet, {report.Faults.Count} faults"));
        Console.WriteLine($"head {report.Head ?? "-"}");
        return report.Faults.Count == 0 ? 0 : 1;
    }
}
