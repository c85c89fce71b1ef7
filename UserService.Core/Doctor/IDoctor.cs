namespace UserService.Core.Doctor;

/// <summary>Looks at everything that this service depends on, with one harmless call each.</summary>
public interface IDoctor
{
    /// <summary>A finding per part, each within a few seconds, all at the same time.</summary>
    Task<IReadOnlyList<Diagnosis>> ExamineAsync(CancellationToken ct);
}

/// <param name="Part">What was looked at, such as <c>PostgreSQL</c>.</param>
/// <param name="Finding">One sentence; no secret, no personal data.</param>
/// <param name="Remedy">What to do; null where nothing has to be done.</param>
public sealed record Diagnosis(string Part, DiagnosisState State, string Finding, string? Remedy = null);

/// <summary>How a part is.</summary>
public enum DiagnosisState
{
    Works,

    /// <summary>Not configured, and not needed.</summary>
    Unused,

    /// <summary>Works, and somebody should look at it.</summary>
    Worrying,

    /// <summary>Does not work.</summary>
    Broken,
}

/// <summary>Looks at one part.</summary>
internal interface IExamination
{
    string Part { get; }

    /// <summary>May throw: what it throws is a finding.</summary>
    Task<Diagnosis> ExamineAsync(CancellationToken ct);
}
