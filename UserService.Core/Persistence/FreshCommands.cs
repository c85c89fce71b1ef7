using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace UserService.Core.Persistence;

/// <summary>
/// Gives EF a new command each time. The one that Npgsql (10.0) recycles for each connection object still counts as "being prepared" when
/// writing it failed: on the next physical connection it has PostgreSQL prepare a statement again that is prepared there already, and from that
/// error on (42P05) Npgsql and the server disagree about the connection's statements for as long as it lives, whoever uses it.
/// </summary>
internal sealed class FreshCommands : DbCommandInterceptor
{
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "EF disposes of it, as of one that it makes itself.")]
    public override InterceptionResult<DbCommand> CommandCreating(CommandCorrelatedEventData eventData, InterceptionResult<DbCommand> result) =>
        eventData.Connection is NpgsqlConnection connection
            ? InterceptionResult<DbCommand>.SuppressWithResult(new NpgsqlCommand { Connection = connection })
            : result;
}
