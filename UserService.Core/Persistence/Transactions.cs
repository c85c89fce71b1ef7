using System.Data;
using Microsoft.EntityFrameworkCore;

namespace UserService.Core.Persistence;

/// <summary>
/// Work that needs a transaction of its own, such as to hold a lock from its first look to its last change. Where the database breaks it off it is run again from
/// the beginning, with nothing left of the first attempt in the unit of work.
/// </summary>
internal static class Transactions
{
    /// <param name="db">The unit of work; what is not saved in it is forgotten.</param>
    /// <param name="turn">What is held until the end, so that those who want the same take turns: one of <see cref="Turns"/>. None where the work locks what it finds.</param>
    /// <param name="work">Saves what it changes; it is committed behind it.</param>
    /// <param name="ct">Ends the work, and with it what it has done.</param>
    public static Task<T> InTransactionAsync<T>(this UserDbContext db, FormattableString? turn, Func<CancellationToken, Task<T>> work, CancellationToken ct) =>
        db.InTransactionAsync(turn, work, keeps: static _ => true, ct);

    /// <inheritdoc cref="InTransactionAsync{T}(UserDbContext, FormattableString?, Func{CancellationToken, Task{T}}, CancellationToken)"/>
    /// <param name="keeps">Whether what was saved is to stay, by how the work ended.</param>
    public static Task<T> InTransactionAsync<T>(
        this UserDbContext db, FormattableString? turn, Func<CancellationToken, Task<T>> work, Func<T, bool> keeps, CancellationToken ct) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(
            async stop =>
            {
                db.ChangeTracker.Clear();
                await using var transaction = await db.Database.BeginTransactionAsync(stop);
                if (turn is not null)
                    await db.Database.ExecuteSqlAsync(turn, stop);
                var result = await work(stop);
                if (keeps(result))
                    await transaction.CommitAsync(stop);
                return result;
            },
            ct);

    /// <summary>Saves what is in the unit of work, in a turn: for work whose looks need none.</summary>
    /// <param name="turn">One of <see cref="Turns"/>.</param>
    public static Task SaveInTurnAsync(this UserDbContext db, FormattableString turn, CancellationToken ct) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(
            async stop =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(stop);
                await db.Database.ExecuteSqlAsync(turn, stop);
                await db.SaveChangesAsync(acceptAllChangesOnSuccess: false, stop); // all of it is still there for another attempt
                await transaction.CommitAsync(stop);
                db.ChangeTracker.AcceptAllChanges();
            },
            ct);

    /// <summary>Several reads that see the database as it was at one moment.</summary>
    public static Task<T> AtOneMomentAsync<T>(this UserDbContext db, Func<CancellationToken, Task<T>> read, CancellationToken ct) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(
            async stop =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
                return await read(stop);
            },
            ct);
}
