namespace UserService.Tests.Resilience;

/// <summary>Tests that break servers share one <see cref="FaultWorld"/> and run when nothing else does: neither disturbs the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FaultsCollection : ICollectionFixture<FaultWorld>
{
    public const string Name = "faults";
}
