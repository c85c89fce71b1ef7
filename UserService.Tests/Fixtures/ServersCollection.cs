namespace UserService.Tests.Fixtures;

/// <summary>
/// Tests of a collection run one after another and share one <see cref="ServersFixture"/>, which is started once for a test run. This one is for what
/// callers see (REST, gRPC, factors), and for what is stored and protected.
/// </summary>
[CollectionDefinition(Name)]
public sealed class ServersCollection : ICollectionFixture<ServersFixture>
{
    public const string Name = "servers";
}

/// <summary>The other half of the tests that need servers, which have servers of their own, so that both cores have work: messages, partners, KYC, staff and operations.</summary>
[CollectionDefinition(Name)]
public sealed class OtherServersCollection : ICollectionFixture<ServersFixture>
{
    public const string Name = "other servers";
}
