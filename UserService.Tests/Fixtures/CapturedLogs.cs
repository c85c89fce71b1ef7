using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace UserService.Tests.Fixtures;

/// <summary>Keeps every line that a host logs: message, values, scopes and exception, as a log shipper would get them.</summary>
public sealed class CapturedLogs : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> lines = new();
    private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

    public IReadOnlyCollection<string> Lines => lines;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    public void Dispose()
    {
        // what was captured can still be read
    }

    private sealed class Logger(CapturedLogs logs, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logs.scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs.Select(p => $"{p.Key}={p.Value}")) : "";
            var around = new List<string>();
            logs.scopes.ForEachScope(static (scope, all) => all.Add(Describe(scope)), around);
            logs.lines.Enqueue($"{logLevel} {category} {formatter(state, exception)} | {values} | {string.Join(' ', around)} | {exception}");
        }

        private static string Describe(object? scope) =>
            scope is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs.Select(p => $"{p.Key}={p.Value}")) : $"{scope}";
    }
}
