using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace UserService.Tests.Integration.Api;

/// <summary>An endpoint that takes JSON, with a body that is right. Add a row to <see cref="All"/> for each new one.</summary>
public sealed record JsonEndpoint(string Method, string Path, string Body, params string[] Optional)
{
    /// <summary>Amounts that must be there, and may be null or any number.</summary>
    public IReadOnlyList<string> Amounts => Path == "/v1/admin/limits" ? ["single", "daily", "balance"] : [];

    /// <summary>Stands for any id in a path.</summary>
    public const string Id = "01a20b8e-e97c-7890-b037-05704f351671";

    private const string Hole = "a hole in the body";

    public static readonly IReadOnlyList<JsonEndpoint> All =
    [
        new(
            "POST",
            "/v1/auth/register",
            """{"email":"ada@example.com","password":"violet-Kestrel-42x","firstName":"Ada","lastName":"Okafor","phoneNumber":"+2348031234567","country":"NG","acceptedTermsVersion":"1"}""",
            "email",
            "phoneNumber"),
        new(
            "POST",
            "/v1/auth/verify",
            """{"registrationId":"01a20b8e-e97c-7890-b037-05704f351671","code":"123456","device":{"name":"Phone","platform":"ios"}}""",
            "device",
            "device.name",
            "device.platform"),
        new("POST", "/v1/auth/verify/resend", """{"registrationId":"01a20b8e-e97c-7890-b037-05704f351671"}"""),
        new(
            "POST",
            "/v1/auth/login",
            """{"identifier":"nobody@example.com","password":"violet-Kestrel-42x","deviceToken":"dt_x","device":{"name":"Phone","platform":"ios"}}""",
            "deviceToken",
            "device",
            "device.name",
            "device.platform"),
        new("POST", "/v1/auth/mfa/verify", """{"challengeId":"01a20b8e-e97c-7890-b037-05704f351671","method":"email","code":"123456"}"""),
        new("POST", "/v1/auth/refresh", """{"refreshToken":"rt_x"}"""),
        new(
            "PATCH",
            "/v1/profile",
            """{"firstName":"Ada","lastName":"Okafor","displayName":"Ada","locale":"en-NG","dateOfBirth":"1990-05-17","gender":"female","nationality":"NG","occupation":"Engineer","taxId":"12345678-0001"}""",
            "firstName",
            "lastName",
            "displayName",
            "locale",
            "dateOfBirth",
            "gender",
            "nationality",
            "occupation",
            "taxId"),
        new("POST", "/v1/data/export/download", """{"token":"x"}"""),
        new("PATCH", $"/v1/auth/sessions/{Id}", """{"name":"Phone"}"""),
        new("PATCH", $"/v1/devices/{Id}", """{"name":"Phone"}"""),
        new("POST", "/v1/auth/password/change", """{"currentPassword":"not-the-Kestrel-42x","newPassword":"violet-Kestrel-43x"}"""),
        new("POST", "/v1/auth/password/forgot", """{"identifier":"nobody@example.com"}"""),
        new("POST", "/v1/auth/password/forgot/resend", """{"resetId":"01a20b8e-e97c-7890-b037-05704f351671"}"""),
        new("POST", "/v1/auth/password/reset", """{"resetId":"01a20b8e-e97c-7890-b037-05704f351671","code":"123456","newPassword":"violet-Kestrel-43x"}"""),
        new("POST", "/v1/profile/email", """{"email":"new@example.com"}"""),
        new("POST", "/v1/profile/phone", """{"phoneNumber":"+2348031234567"}"""),
        new("POST", "/v1/profile/contact-changes/verify", """{"changeId":"01a20b8e-e97c-7890-b037-05704f351671","code":"123456"}"""),
        new("POST", "/v1/auth/contact-changes/undo", """{"token":"x"}"""),
        new("POST", "/v1/auth/not-me", """{"token":"x"}"""),
        new("POST", "/v1/auth/factors/totp", """{"name":"App"}""", "name"),
        new("POST", $"/v1/auth/factors/totp/{Id}/confirm", """{"code":"123456"}"""),
        new("POST", "/v1/auth/factors/sms", """{"name":"Phone"}""", "name"),
        new("POST", "/v1/auth/factors/passkeys", """{"name":"Key","credential":{}}""", "name"),
        new("PATCH", $"/v1/auth/factors/{Id}", """{"name":"App"}"""),
        new("POST", "/v1/auth/approvals", """{"operation":"transfer","payloadHash":"abababababababababababababababababababababababababababababababab"}"""),
        new("POST", $"/v1/auth/approvals/{Id}/send", """{"method":"email"}"""),
        new("POST", $"/v1/auth/approvals/{Id}/verify", """{"method":"email","code":"123456"}"""),
        new("PUT", "/v1/auth/pin", """{"pin":"739146"}"""),
        new("POST", "/v1/auth/pin/change", """{"currentPin":"739147","newPin":"739148"}"""),
        new("POST", "/v1/auth/mfa/send", """{"challengeId":"01a20b8e-e97c-7890-b037-05704f351671","method":"email"}"""),
        new("POST", "/v1/auth/mfa/passkey/options", """{"challengeId":"01a20b8e-e97c-7890-b037-05704f351671"}"""),
        new(
            "POST",
            "/v1/auth/passkeys/verify",
            """{"challengeId":"01a20b8e-e97c-7890-b037-05704f351671","deviceToken":"dt_x","device":{"name":"Phone","platform":"ios"},"credential":{}}""",
            "deviceToken",
            "device",
            "device.name",
            "device.platform"),
        new("POST", "/v1/auth/step-up/send", """{"challengeId":"01a20b8e-e97c-7890-b037-05704f351671","method":"email"}"""),
        new("POST", "/v1/auth/step-up/passkey/options", """{"challengeId":"01a20b8e-e97c-7890-b037-05704f351671"}"""),
        new("PATCH", "/v1/settings/limits", """{"single":1000000,"daily":2000000,"instantPayments":true}""", "single", "daily", "instantPayments"),
        new("POST", "/v1/banking/accounts", """{"bankCode":"044","accountNumber":"5550000001"}"""),
        new("POST", "/v1/banking/billers", """{"billerCode":"BIL119","itemCode":"CB141","reference":"5550000001","label":"Home TV"}""", "label"),
        new("POST", "/v1/kyc/bvn", """{"bvn":"22200000001","dateOfBirth":"1990-04-12","bankCode":"044","accountNumber":"0690000032"}"""), // both or none
        new("POST", "/v1/kyc/nin", """{"nin":"22200000001","dateOfBirth":"1990-04-12"}"""),
        new("POST", "/v1/kyc/address", """{"line1":"12 Marina Road","line2":"Flat 3","city":"Lagos","state":"Lagos","postalCode":"101241","country":"NG"}""", "line2", "state", "postalCode"),
        new(
            "POST",
            "/v1/kyc/document",
            """{"type":"passport","number":"A22200000001","country":"NG","expiresOn":"2099-12-31","frontFileId":"01a20b8e-e97c-7890-b037-05704f351671","backFileId":"01a20b8e-e97c-7890-b037-05704f351672"}""",
            "backFileId"),
        new("POST", "/v1/kyc/selfie", """{"fileId":"01a20b8e-e97c-7890-b037-05704f351671"}"""),
        new("POST", "/v1/kyc/submit", """{"targetTier":1}""", "targetTier"),
        new("POST", "/v1/auth/step-up/verify", """{"challengeId":"01a20b8e-e97c-7890-b037-05704f351671","method":"email","code":"123456"}"""),
        new(
            "PATCH",
            "/v1/settings",
            """{"locale":"en-NG","timeZone":"Africa/Lagos","theme":"dark","quietHours":{"from":"22:00","to":"07:00"}}""",
            "locale",
            "timeZone",
            "theme",
            "quietHours"),
        new("POST", "/v1/settings/consents", """{"purpose":"marketing","version":"2026-01","decision":"granted"}"""),
        new("POST", $"/v1/admin/kyc/cases/{Id}/approve", """{"reason":"Papers seen"}"""),
        new("POST", $"/v1/admin/kyc/cases/{Id}/reject", """{"code":"unreadable","words":"We cannot read the picture."}"""),
        new(
            "POST",
            "/v1/admin/limits",
            """{"country":"NG","tier":1,"currency":"NGN","single":5000000,"daily":5000000,"balance":30000000,"requirements":["bvn"],"effectiveFrom":"2090-01-01T00:00:00Z","reason":"A circular"}"""),
        new("POST", $"/v1/admin/users/{Id}/holds", """{"reason":"A court order, 14/2026"}"""),
        new("POST", $"/v1/admin/users/{Id}/holds/{{holdId}}/release", """{"reason":"The order is lifted"}"""),
        new("POST", $"/v1/admin/users/{Id}/restrictions", """{"kind":"post_no_debit","reason":"A court order, 14/2026","expiresAt":"2099-01-01T00:00:00Z"}""", "expiresAt"),
        new("POST", $"/v1/admin/users/{Id}/restrictions/{{restrictionId}}/lift", """{"reason":"The order is lifted"}"""),
        new("POST", $"/v1/admin/dead-letters/{Id}/replay", """{"reason":"The handler is mended"}"""),
        new("POST", $"/v1/admin/dead-letters/{Id}/discard", """{"reason":"Of no use any more"}"""),
        new("POST", "/v1/admin/users/search", """{"by":"name","value":"Okafor"}"""),
        new("POST", $"/v1/admin/users/{Id}/unmask", """{"fields":["email"],"reason":"A call of the customer"}"""),
        new("POST", $"/v1/admin/users/{Id}/suspend", """{"reason":"A call of the customer"}"""),
        new("POST", $"/v1/admin/users/{Id}/unlock", """{"reason":"A call of the customer"}"""),
        new("POST", $"/v1/admin/users/{Id}/logout", """{"reason":"A call of the customer"}"""),
        new("POST", $"/v1/admin/users/{Id}/notes", """{"text":"Called about a card"}"""),
        new("POST", $"/v1/admin/users/{Id}/reinstate", """{"reason":"A call of the customer"}"""),
        new("POST", $"/v1/admin/users/{Id}/reset-factors", """{"reason":"A call of the customer"}"""),
        new("POST", $"/v1/admin/users/{Id}/names", """{"firstName":"Ada","lastName":"Okafor","reason":"A marriage"}"""),
        new("POST", $"/v1/admin/users/{Id}/roles", """{"roleName":"support","reason":"New in the team"}"""),
        new("POST", $"/v1/admin/users/{Id}/roles/revoke", """{"roleName":"support","reason":"Left the team"}"""),
        new("POST", $"/v1/admin/requests/{Id}/approve", """{"comment":"Seen the papers"}""", "comment"),
        new("POST", $"/v1/admin/requests/{Id}/refuse", """{"reason":"No papers"}"""),
        new("POST", "/v1/admin/clients", """{"clientId":"billing","scopes":["users.read"],"exchangeAudiences":["ledger"]}""", "exchangeAudiences"),
        new("POST", "/v1/admin/clients/{clientId}/rotate", """{"reason":"Once a year"}"""),
        new("POST", "/v1/admin/clients/{clientId}/disable", """{"reason":"Retired"}"""),
    ];

    public string Name => $"{Method} {Path}";

    public static JsonEndpoint Named(string name) => All.Single(e => e.Name == name);

    /// <summary>Paths of all members, nested ones too, with the kind of each value.</summary>
    public IEnumerable<(string Path, JsonValueKind Kind)> Members() => Members(JsonDocument.Parse(Body).RootElement, "");

    /// <summary>The body with raw JSON in place of one member's value.</summary>
    public string With(string path, string raw)
    {
        var root = JsonNode.Parse(Body)!.AsObject();
        var (owner, name) = Find(root, path);
        owner[name] = Hole;
        return root.ToJsonString().Replace($"\"{Hole}\"", raw, StringComparison.Ordinal);
    }

    public string Without(string path)
    {
        var root = JsonNode.Parse(Body)!.AsObject();
        var (owner, name) = Find(root, path);
        owner.Remove(name);
        return root.ToJsonString();
    }

    /// <summary>The body with one more member beside, and before, the one at a path.</summary>
    public string WithMember(string beside, string name, string raw)
    {
        var at = beside.Contains('.', StringComparison.Ordinal) ? Body.IndexOf('{', 1) + 1 : 1;
        return Body.Insert(at, $"\"{name}\":{raw},");
    }

    private static (JsonObject Owner, string Name) Find(JsonObject root, string path)
    {
        var parts = path.Split('.');
        return (parts[..^1].Aggregate(root, (at, part) => at[part]!.AsObject()), parts[^1]);
    }

    private static IEnumerable<(string Path, JsonValueKind Kind)> Members(JsonElement json, string prefix)
    {
        foreach (var member in json.EnumerateObject())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{prefix}{member.Name}");
            yield return (path, member.Value.ValueKind);
            if (member.Value.ValueKind is JsonValueKind.Object)
            {
                foreach (var inner in Members(member.Value, $"{path}."))
                    yield return inner;
            }
        }
    }
}
