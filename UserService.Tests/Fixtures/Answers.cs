using System.Net;
using System.Text.Json;

namespace UserService.Tests.Fixtures;

/// <summary>What tests say of answers.</summary>
public static class Answers
{
    /// <summary>The body, as often as it is asked for.</summary>
    public static async Task<JsonElement> ReadJsonAsync(this HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

    /// <summary>The answer is an RFC 9457 problem with this status and code, and says nothing but what problems say.</summary>
    public static async Task<JsonElement> ShouldBeProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"Expected {(int)status} {code}, got {(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.Equal("about:blank", problem.GetProperty("type").GetString());
        Assert.False(string.IsNullOrEmpty(problem.GetProperty("title").GetString()));
        Assert.Matches("^[0-9a-f]{32}$", problem.GetProperty("traceId").GetString());
        Assert.Empty(problem.EnumerateObject().Select(p => p.Name).Except(["type", "title", "status", "detail", "code", "traceId", "errors"]));
        return problem;
    }

    /// <summary>The object has exactly these members, written <c>name:type</c> with type string, number, boolean, object, array, uuid, time or null.</summary>
    public static void ShouldHaveExactly(this JsonElement json, params string[] members)
    {
        var found = json.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal);
        Assert.Equal(members.Select(m => m.Split(':')[0]).Order(StringComparer.Ordinal), found);
        foreach (var member in members)
        {
            var (name, type) = (member.Split(':')[0], member.Split(':')[1]);
            Assert.True(Is(json.GetProperty(name), type), $"{name} is not a {type}: {json.GetProperty(name)}");
        }
    }

    private static bool Is(JsonElement value, string type) => type switch
    {
        "uuid" => value.ValueKind is JsonValueKind.String && value.TryGetGuid(out _),
        "time" => value.ValueKind is JsonValueKind.String && value.TryGetDateTimeOffset(out var at) && at.Offset == TimeSpan.Zero,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => string.Equals(value.ValueKind.ToString(), type, StringComparison.OrdinalIgnoreCase),
    };
}
