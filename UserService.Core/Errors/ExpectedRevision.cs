namespace UserService.Core.Errors;

/// <summary>Which revisions a change may be made to: one of several that the caller knows, or whichever is there.</summary>
public sealed class ExpectedRevision
{
    /// <summary>Whichever is there.</summary>
    public static readonly ExpectedRevision Any = new(null);

    private readonly IReadOnlyCollection<int>? known;

    private ExpectedRevision(IReadOnlyCollection<int>? known) => this.known = known;

    /// <summary>One of these; none of them allows nothing.</summary>
    public static ExpectedRevision OneOf(params IReadOnlyCollection<int> revisions) => new(revisions);

    /// <summary>Whether the change may be made to what is there now.</summary>
    public bool Allows(int current) => known is null || known.Contains(current);
}
