using UserService.Core.Partners;

namespace UserService.Core.Doctor;

/// <summary>A partner over HTTP: whether it takes our key, by asking for its list of banks, which costs nothing.</summary>
internal sealed class PartnerExamination(string part, string section, PartnerOptions options, Func<CancellationToken, Task<PartnerAnswer<int>>> ask) : IExamination
{
    public string Part => part;

    public async Task<Diagnosis> ExamineAsync(CancellationToken ct)
    {
        if (!options.IsConfigured)
            return new Diagnosis(Part, DiagnosisState.Unused, $"{section}:SecretKey is not set.");
        return await ask(ct) switch
        {
            PartnerAnswer<int>.Answered(var banks) => new Diagnosis(Part, DiagnosisState.Works, $"Takes our key; lists {banks} banks."),
            PartnerAnswer<int>.Unavailable("credentials_refused") => new Diagnosis(Part, DiagnosisState.Broken, "The key is refused.", $"Set {section}:SecretKey to the live key of the partner's dashboard."),
            PartnerAnswer<int>.Unavailable(var reason) => new Diagnosis(Part, DiagnosisState.Broken, $"Cannot be reached: {reason}.", $"Look at {section}:BaseUrl, and whether a firewall refuses."),
            PartnerAnswer<int>.Refused(var status, _) => new Diagnosis(Part, DiagnosisState.Broken, $"Answers {status}.", "Look at the account in the partner's dashboard."),
            PartnerAnswer<int>.Unknown(var reason) => new Diagnosis(Part, DiagnosisState.Broken, $"No answer that can be understood: {reason}.", "Look at the partner's status page."),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
