namespace UserService.Core.Banking.Banks;

/// <summary>A list that a partner gave, kept so that all hosts share it and have it while the partner is away. Public data.</summary>
internal sealed class PartnerList
{
    private PartnerList()
    {
    }

    /// <summary><c>banks</c> or <c>bills</c>.</summary>
    public string Name { get; private init; } = "";

    public string Json { get; private init; } = "";

    public DateTimeOffset FetchedAt { get; private init; }
}
