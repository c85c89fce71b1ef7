using UserService.Core.Doctor;

namespace UserService.Worker.Commands;

/// <summary><c>worker doctor</c>: what works, what does not, and what to do about it. Exit code 1 where something is broken.</summary>
internal sealed class DoctorCommand(IDoctor doctor)
{
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var findings = await doctor.ExamineAsync(ct);
        var width = findings.Max(f => f.Part.Length);
        foreach (var finding in findings)
        {
            Console.WriteLine($"{Mark(finding.State)}  {finding.Part.PadRight(width)}  {finding.Finding}");
            if (finding.Remedy is not null)
                Console.WriteLine($"{new string(' ', width + 13)}remedy: {finding.Remedy}");
        }

        var broken = findings.Count(f => f.State is DiagnosisState.Broken);
        Console.WriteLine(broken == 0 ? "Everything that is configured works." : $"{broken} of {findings.Count} parts are broken.");
        return broken == 0 ? 0 : 1;
    }

    private static string Mark(DiagnosisState state) => state switch
    {
        DiagnosisState.Works => "works   ",
        DiagnosisState.Unused => "unused  ",
        DiagnosisState.Worrying => "WORRYING",
        _ => "BROKEN  ",
    };
}
