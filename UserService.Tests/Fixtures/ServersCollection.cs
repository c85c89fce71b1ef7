namespace UserService.Tests.Fixtures;

/// <summary>Tests in this collection share one <see cref="ServersFixture"/>, which is started once for a test run.</summary>
[CollectionDefinition(Name)]
public sealed class ServersCollection : ICollectionFixture<ServersFixture>
{
    public const string Name = "servers";
}
