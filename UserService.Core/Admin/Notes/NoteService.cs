using Microsoft.EntityFrameworkCore;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Persistence;
using UserService.Core.Protection;

namespace UserService.Core.Admin.Notes;

/// <inheritdoc cref="INoteService"/>
internal sealed class NoteService(UserDbContext db, IUserRepository users, UserKeys keys, TimeProvider time) : INoteService
{
    private const string Column = "customer_notes.text";

    public async Task<IReadOnlyList<NoteView>?> ListAsync(Guid userId, Guid? before, int limit, StaffMember staff, CancellationToken ct)
    {
        if (await users.FindByIdAsync(userId, ct) is not { Status: not UserStatus.Erased })
            return null;
        var notes = await db.CustomerNotes.AsNoTracking().Where(n => n.UserId == userId && (before == null || n.Id < before))
            .OrderByDescending(n => n.Id).Take(limit).ToListAsync(ct);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.NotesRead, userId, staff.Actor, reason: null, time.GetUtcNow()));
        await db.SaveChangesAsync(ct);
        if (notes.Count == 0)
            return [];
        var key = await keys.GetAsync(userId, ct);
        return [.. notes.Select(n => new NoteView(n.Id, n.AuthorId, key.Reveal(n.TextProtected, Column), n.CreatedAt))];
    }

    public async Task<NoteView?> WriteAsync(Guid userId, string text, StaffMember staff, CancellationToken ct)
    {
        if (await users.FindByIdAsync(userId, ct) is not { Status: not UserStatus.Erased })
            return null;
        var now = time.GetUtcNow();
        var note = CustomerNote.Write(userId, staff.UserId, (await keys.GetAsync(userId, ct)).Protect(text, Column), now);
        db.CustomerNotes.Add(note);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.NoteWritten, userId, staff.Actor, note.Id.ToString(), now));
        await db.SaveChangesAsync(ct);
        return new NoteView(note.Id, note.AuthorId, text, now);
    }
}
