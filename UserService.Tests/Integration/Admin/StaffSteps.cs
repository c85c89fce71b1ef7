using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Admin;

/// <summary>What staff do.</summary>
internal static class StaffSteps
{
    public static Task<HttpResponseMessage> PostAsync(this Staff staff, string path, object body) => staff.Client.PostAsJsonAsync($"/v1/admin/{path}", body);

    public static async Task<JsonElement> GetAsync(this Staff staff, string path)
    {
        using var response = await staff.Client.GetAsync($"/v1/admin/{path}");
        Assert.True(response.StatusCode is HttpStatusCode.OK, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return await response.ReadJsonAsync();
    }

    /// <summary>Asks for something that needs a second person; the request's id.</summary>
    public static async Task<Guid> AskAsync(this Staff staff, string path, object body)
    {
        using var response = await staff.PostAsync(path, body);
        Assert.True(response.StatusCode is HttpStatusCode.Accepted, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return (await response.ReadJsonAsync()).GetProperty("id").GetGuid();
    }

    public static Task<HttpResponseMessage> ApproveAsync(this Staff staff, Guid request) => staff.PostAsync($"requests/{request}/approve", new { });

    public static async Task<string> AuditOfAsync(this Stack stack, Guid subject, string action) => await stack.QueryAsync<string>(
        "SELECT coalesce(string_agg(actor_type || ' ' || actor_id || ' ' || coalesce(reason, ''), ', ' ORDER BY id), '') FROM audit_entries WHERE subject_id = $1 AND action = $2", subject, action);
}
