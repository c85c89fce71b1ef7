namespace UserService.Core.Admin.Notes;

/// <summary>Notes of staff about customers.</summary>
public interface INoteService
{
    /// <summary>The newest first; null where there is no such customer.</summary>
    /// <param name="before">Only those older than this one.</param>
    Task<IReadOnlyList<NoteView>?> ListAsync(Guid userId, Guid? before, int limit, StaffMember staff, CancellationToken ct);

    /// <summary>Null where there is no such customer.</summary>
    Task<NoteView?> WriteAsync(Guid userId, string text, StaffMember staff, CancellationToken ct);
}

/// <summary>A note.</summary>
public sealed record NoteView(Guid Id, Guid AuthorId, string Text, DateTimeOffset CreatedAt)
{
    public override string ToString() => $"[note {Id}]";
}
