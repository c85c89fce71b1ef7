using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Api;

/// <summary>
/// Walks every operation of the OpenAPI document as everybody and holds the answers' statuses against docs/rights-matrix.csv. There is no
/// command that writes that file: whoever changes who may do what puts the lines there that the failing test prints, and a reviewer sees them.
/// </summary>
[Collection(ServersCollection.Name)]
public sealed partial class RightsMatrixTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private static readonly string[] Roles = ["anonymous", "other", "owner", "support", "compliance", "admin"];

    [Fact]
    public async Task Everybody_may_do_what_the_matrix_says_and_nothing_else()
    {
        var stack = fixture.Stack;
        var walk = await Walk.StartAsync(stack);
        var actual = new List<string> { $"method,path,{string.Join(',', Roles)}" };
        foreach (var operation in await OperationsAsync(stack))
        {
            var statuses = new List<int>();
            foreach (var role in Roles)
                statuses.Add((await walk.AskAsync(operation, role)).Status);
            actual.Add($"{operation.Method},{operation.Path},{string.Join(',', statuses)}");
        }

        var committed = (await File.ReadAllLinesAsync(Path.Combine(Root(), "docs", "rights-matrix.csv"))).Where(line => line.Length > 0).ToList();
        var differences = committed.Except(actual).Select(line => $"- {line}").Concat(actual.Except(committed).Select(line => $"+ {line}")).ToList();
        Assert.True(differences.Count == 0, $"docs/rights-matrix.csv is not what the host does (- in the file, + done):\n{string.Join('\n', differences.OrderBy(d => d[2..], StringComparer.Ordinal))}");
    }

    [Fact]
    public async Task Only_staff_come_into_the_administration()
    {
        foreach (var line in (await File.ReadAllLinesAsync(Path.Combine(Root(), "docs", "rights-matrix.csv"))).Where(line => line.Contains(",/v1/admin", StringComparison.Ordinal)))
        {
            var cells = line.Split(',');
            Assert.True(cells is [_, _, "401", "403", "403", ..], line);
        }
    }

    [Fact]
    public async Task Anothers_things_answer_exactly_as_what_does_not_exist()
    {
        var stack = fixture.Stack;
        var walk = await Walk.StartAsync(stack);
        var compared = 0;
        foreach (var operation in (await OperationsAsync(stack)).Where(o => o.Path.Contains('{', StringComparison.Ordinal) && !o.Path.StartsWith("/v1/admin", StringComparison.Ordinal)))
        {
            var (anothers, absent) = (await walk.AskAsync(operation, "other"), await walk.AskAsync(operation, "other", absent: true));
            Assert.Equal($"{operation.Method} {operation.Path} {absent}", $"{operation.Method} {operation.Path} {anothers}");
            compared++;
        }

        Assert.True(compared > 8, $"Only {compared} operations name something by its id.");
    }

    private static async Task<List<Operation>> OperationsAsync(Stack stack)
    {
        using var document = JsonDocument.Parse(await stack.Client.GetStringAsync("/openapi/v1.json"));
        return
        [
            .. from path in document.RootElement.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               let body = operation.Value.TryGetProperty("requestBody", out var b) ? b.GetProperty("content").EnumerateObject().First().Name : null
               orderby path.Name, operation.Name
               select new Operation(operation.Name.ToUpperInvariant(), path.Name, body),
        ];
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "UserService.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    private sealed record Operation(string Method, string Path, string? ContentType);

    private sealed record Answer(int Status, string Body);

    /// <summary>Asks as somebody new each time, so that what one request ends the next does not miss.</summary>
    private sealed partial class Walk(Stack stack, Customer model, Guid factor, Guid approval, TokenForge forge)
    {
        private const string Absent = "01a20b8e-e97c-7890-b037-05704f351671";
        private static int people;

        public static async Task<Walk> StartAsync(Stack stack)
        {
            var model = await stack.CreateCustomerAsync();
            await Mfa.MfaSteps.EnrolAppAsync(model, stack);
            await model.Client.PostAsync("/v1/settings/freeze", null); // leaves a notice, and no approval
            await model.Client.DeleteAsync("/v1/settings/freeze");
            using var approval = await model.Client.PostAsync(
                "/v1/auth/approvals", new StringContent($$"""{"operation":"transfer","payloadHash":"{{new string('a', 64)}}"}""", Encoding.UTF8, "application/json"));
            return new Walk(
                stack, model, await stack.QueryAsync<Guid>("SELECT id FROM factors WHERE user_id = $1 LIMIT 1", model.Id),
                (await approval.ReadJsonAsync()).GetProperty("approvalId").GetGuid(), await stack.ForgeAsync());
        }

        public async Task<Answer> AskAsync(Operation operation, string role, bool absent = false)
        {
            var owner = await CloneAsync(withNotice: operation.Path.StartsWith("/v1/notifications/", StringComparison.Ordinal));
            var caller = role switch { "anonymous" => null, "owner" => owner, _ => await CloneAsync(role is "other" ? null : role) };
            var path = Parameter().Replace(operation.Path, match => absent ? Absent : Thing(operation.Path, match.Groups[1].Value, owner));
            using var request = new HttpRequestMessage(new HttpMethod(operation.Method), path + Query(operation.Path)) { Content = Content(operation) };
            request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
            request.Headers.TryAddWithoutValidation("Idempotency-Key", Guid.CreateVersion7(stack.Clock.GetUtcNow()).ToString());
            if (caller is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token(caller, role));
            using var response = await stack.Client.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            return new Answer((int)response.StatusCode, TraceId().Replace(body, ""));
        }

        // Of whom it is, by what the path names.
        private static string Thing(string path, string parameter, Person owner) => parameter is not "id" ? "nobody" : path switch
        {
            _ when path.StartsWith("/v1/admin/users/", StringComparison.Ordinal) => owner.UserId.ToString(),
            _ when path.StartsWith("/v1/auth/sessions/", StringComparison.Ordinal) => owner.SessionId.ToString(),
            _ when path.StartsWith("/v1/devices/", StringComparison.Ordinal) => owner.DeviceId.ToString(),
            _ when path.StartsWith("/v1/auth/factors/", StringComparison.Ordinal) => owner.FactorId.ToString(),
            _ when path.StartsWith("/v1/auth/approvals/", StringComparison.Ordinal) => owner.ApprovalId.ToString(),
            _ when path.StartsWith("/v1/notifications/", StringComparison.Ordinal) => owner.NoticeId.ToString(),
            _ => Absent,
        };

        private string Query(string path) => path switch
        {
            "/v1/admin/audit/export" =>
                $"?from={Uri.EscapeDataString(stack.Clock.GetUtcNow().AddSeconds(-1).ToString("O"))}&to={Uri.EscapeDataString(stack.Clock.GetUtcNow().ToString("O"))}",
            "/v1/admin/limits" => "?country=NG",
            _ => "",
        };

        private static ByteArrayContent? Content(Operation operation)
        {
            if (operation.ContentType is null)
                return null;
            var known = JsonEndpoint.All.SingleOrDefault(e => e.Method == operation.Method && e.Path == operation.Path.Replace("{id}", JsonEndpoint.Id, StringComparison.Ordinal));

            // Nobody's failures are to be another's: each request names an address of its own.
            var text = known?.Body.Replace("@example.com", $"-{Interlocked.Increment(ref people)}@example.com", StringComparison.Ordinal) ?? "";
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
            content.Headers.TryAddWithoutValidation("Content-Type", operation.ContentType);
            return content;
        }

        private string Token(Person caller, string role)
        {
            var claims = forge.CustomerClaims(caller.UserId, caller.SessionId);
            claims["acr"] = "aal2";
            claims["amr"] = new JsonArray("pwd", "otp");
            claims["auth_time"] = forge.SecondsFromNow(0);
            claims["tier"] = 0;
            if (role is "support" or "compliance" or "admin")
                claims["roles"] = new JsonArray(role);
            return forge.Sign(forge.Header(), claims);
        }

        // A copy of a customer who has one of everything, whatever columns there are. A copied notice can be marked as read, and not be read: its key is another's.
        private async Task<Person> CloneAsync(string? role = null, bool withNotice = false)
        {
            var now = stack.Clock.GetUtcNow();
            var person = new Person(NewId(), NewId(), NewId(), NewId(), NewId(), NewId());
            var number = Interlocked.Increment(ref people);
            await stack.ExecuteAsync(
                $$"""
                  INSERT INTO users SELECT (jsonb_populate_record(u, '{"id":"{{person.UserId}}","email":"walk-{{number}}-{{person.UserId:N}}@example.com","roles":[{{(role is null ? "" : $"\"{role}\"")}}]}')).* FROM users u WHERE id = '{{model.Id}}';
                  INSERT INTO password_credentials SELECT (jsonb_populate_record(p, '{"user_id":"{{person.UserId}}"}')).* FROM password_credentials p WHERE user_id = '{{model.Id}}';
                  INSERT INTO devices SELECT (jsonb_populate_record(d, '{"id":"{{person.DeviceId}}","user_id":"{{person.UserId}}","token_hash":"\\x{{person.DeviceId:N}}{{person.UserId:N}}"}')).* FROM devices d WHERE user_id = '{{model.Id}}' LIMIT 1;
                  INSERT INTO sessions SELECT (jsonb_populate_record(s, '{"id":"{{person.SessionId}}","user_id":"{{person.UserId}}","device_id":"{{person.DeviceId}}"}')).* FROM sessions s WHERE id = '{{model.SessionId}}';
                  INSERT INTO factors SELECT (jsonb_populate_record(f, '{"id":"{{person.FactorId}}","user_id":"{{person.UserId}}"}')).* FROM factors f WHERE id = '{{factor}}';
                  INSERT INTO approvals SELECT (jsonb_populate_record(a, '{"id":"{{person.ApprovalId}}","user_id":"{{person.UserId}}","session_id":"{{person.SessionId}}"}')).* FROM approvals a WHERE id = '{{approval}}';
                  INSERT INTO notices SELECT (jsonb_populate_record(m, '{"id":"{{person.NoticeId}}","user_id":"{{person.UserId}}"}')).* FROM notices m WHERE user_id = '{{model.Id}}' AND {{withNotice}} LIMIT 1;
                  """);
            return person;

            Guid NewId() => Guid.CreateVersion7(now);
        }

        [GeneratedRegex(@"\{(\w+)\}")]
        private static partial Regex Parameter();

        [GeneratedRegex("\"traceId\":\"[0-9a-f]*\"")]
        private static partial Regex TraceId();

        private sealed record Person(Guid UserId, Guid SessionId, Guid DeviceId, Guid FactorId, Guid ApprovalId, Guid NoticeId);
    }
}
