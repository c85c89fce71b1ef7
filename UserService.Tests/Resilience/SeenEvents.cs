using UserService.Tests.Fixtures;

namespace UserService.Tests.Resilience;

/// <summary>The events that have come out, by what they are about.</summary>
internal sealed class SeenEvents(EventQueue queue)
{
    private readonly Dictionary<string, List<string>> ids = new(StringComparer.Ordinal);
    private int read;

    public static string Registered(Guid userId) => $"user.registered.v1 {userId}";

    public static string SignedIn(Guid sessionId) => $"auth.login_succeeded.v1 {sessionId}";

    public static string Revoked(Guid sessionId) => $"auth.session_revoked.v1 {sessionId}";

    /// <summary>Ids of the events about this, each as often as it came.</summary>
    public IReadOnlyList<string> this[string about] => ids.GetValueOrDefault(about) ?? [];

    /// <summary>Looks at what has come since the last time.</summary>
    public void Update()
    {
        var all = queue.All();
        for (; read < all.Count; read++)
        {
            var one = all[read];
            var about = one.Type is "user.registered.v1" ? one.Subject : one.Data.TryGetProperty("sessionId", out var session) ? session.GetString() : null;
            if (about is null)
                continue;
            if (!ids.TryGetValue($"{one.Type} {about}", out var copies))
                ids[$"{one.Type} {about}"] = copies = [];
            copies.Add(one.Id);
        }
    }
}
