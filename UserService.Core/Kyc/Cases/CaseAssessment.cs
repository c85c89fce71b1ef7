using UserService.Core.Kyc.Checks;
using UserService.Core.Kyc.Tiers;

namespace UserService.Core.Kyc.Cases;

/// <summary>Where a customer stands on the way to a tier.</summary>
/// <param name="Requirements">In the rule's order.</param>
internal sealed record CaseAssessment(IReadOnlyList<RequirementState> Requirements)
{
    /// <summary>Nothing that has to be handed in is missing or has failed.</summary>
    public bool IsComplete => Requirements.All(r => r.State is not (RequirementOutcome.Missing or RequirementOutcome.Failed));

    public bool IsPassed => Requirements.All(r => r.State is RequirementOutcome.Passed);

    public RequirementState? First(RequirementOutcome outcome) => Requirements.FirstOrDefault(r => r.State == outcome);

    public static CaseAssessment Of(KycDossier dossier, TierRule rule) => new([.. rule.Requirements.Select(r => Assess(dossier, r))]);

    // Of several that would do, the best counts.
    private static RequirementState Assess(KycDossier dossier, string requirement)
    {
        var kinds = requirement.Split('|').Select(text => KycCheckKindNames.FromWire(text) ?? throw new InvalidOperationException($"A tier needs the unknown check '{text}'.")).ToArray();
        RequirementState? best = null;
        foreach (var kind in kinds)
        {
            var check = dossier.Current(kind);
            var state = new RequirementState(kinds, Outcome(check?.State), check?.Reason);
            if (best is null || state.State > best.State)
                best = state;
        }

        return best!;
    }

    private static RequirementOutcome Outcome(KycCheckState? state) => state switch
    {
        null => RequirementOutcome.Missing,
        KycCheckState.Failed => RequirementOutcome.Failed,
        KycCheckState.Pending or KycCheckState.Waiting => RequirementOutcome.Pending,
        KycCheckState.Doubtful => RequirementOutcome.Doubtful,
        KycCheckState.Passed => RequirementOutcome.Passed,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}

/// <summary>One thing that a tier needs.</summary>
/// <param name="AnyOf">The checks of which one is enough.</param>
/// <param name="Reason">Why it failed or is doubted.</param>
internal sealed record RequirementState(IReadOnlyList<KycCheckKind> AnyOf, RequirementOutcome State, string? Reason);

/// <summary>From worst to best.</summary>
internal enum RequirementOutcome
{
    Missing,
    Failed,
    Doubtful,
    Pending,
    Passed,
}
