namespace UserService.Tests.Resilience;

/// <summary>The long form, which <c>./scripts/chaos.sh</c> asks for: skipped elsewhere, since it takes as long as it is told to.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChaosFactAttribute : FactAttribute
{
    public ChaosFactAttribute() => Skip = Environment.GetEnvironmentVariable("CHAOS_ROUNDS") is null ? "The long form is started by ./scripts/chaos.sh." : null;
}
