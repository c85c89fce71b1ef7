using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using UserService.Core.Errors;

namespace UserService.Api.Http;

/// <summary>
/// Names the parameters of an address that cannot be read. The framework throws for one that is required, which <see cref="ExceptionProblems"/> describes; to an optional one of the
/// wrong form it answers a 400 that says nothing.
/// </summary>
internal static class AddressFaults
{
    public const string Message = "Missing, or not of the right form.";

    public static FieldErrors Of(HttpContext context)
    {
        var errors = new FieldErrors();
        foreach (var parameter in context.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [])
        {
            var text = context.Request.RouteValues.TryGetValue(parameter.Name, out var inPath) ? inPath?.ToString() : context.Request.Query[parameter.Name].ToString();
            if (parameter.HasTryParse && !string.IsNullOrEmpty(text) && !CanBe(parameter.ParameterInfo.ParameterType, text))
                errors.Add(JsonNamingPolicy.CamelCase.ConvertName(parameter.Name), Message);
        }

        return errors;
    }

    // The types that parameters have; a test asks every operation, so that one of another type is not forgotten here.
    private static bool CanBe(Type type, string text)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(int))
            return int.TryParse(text, CultureInfo.InvariantCulture, out _);
        if (type == typeof(bool))
            return bool.TryParse(text, out _);
        if (type == typeof(Guid))
            return Guid.TryParse(text, CultureInfo.InvariantCulture, out _);
        return type != typeof(DateTimeOffset) || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out _);
    }
}
