using Microsoft.EntityFrameworkCore.Storage;
using Npgsql.EntityFrameworkCore.PostgreSQL;

namespace UserService.Core.Persistence;

/// <summary>Repeats what a lost connection interrupted, three times within about two seconds. What timed out has used up its caller's patience already.</summary>
internal sealed class RequestRetries(ExecutionStrategyDependencies dependencies)
    : NpgsqlRetryingExecutionStrategy(dependencies, maxRetryCount: 3, maxRetryDelay: TimeSpan.FromSeconds(1), errorCodesToAdd: null)
{
    protected override bool ShouldRetryOn(Exception? exception) => exception is not { InnerException: TimeoutException } && base.ShouldRetryOn(exception);
}
