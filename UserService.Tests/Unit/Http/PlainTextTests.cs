using System.Text.Json;
using Microsoft.AspNetCore.Http;
using UserService.Api.Contracts;
using UserService.Api.Http;

namespace UserService.Tests.Unit.Http;

public sealed class PlainTextTests
{
    // Without reflection, as in a host that has just started: the framework's converters are not there to help.
    private static readonly JsonSerializerOptions Options = new() { TypeInfoResolver = ApiJson.Default, Converters = { new PlainTextConverter() } };

    [Fact]
    public void Names_of_fields_are_written_by_a_host_that_has_used_no_reflection_yet()
    {
        var problem = new HttpValidationProblemDetails(new Dictionary<string, string[]> { ["email"] = ["Not an e-mail address."] });

        var text = JsonSerializer.Serialize(problem, Options);

        Assert.Contains("\"email\":[\"Not an e-mail address.\"]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void NUL_is_refused_in_names_as_in_texts()
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<HttpValidationProblemDetails>("""{"errors":{"a\u0000b":["c"]}}""", Options));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<HttpValidationProblemDetails>("""{"errors":{"ab":["c\u0000"]}}""", Options));
    }
}
