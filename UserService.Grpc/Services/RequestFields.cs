using Grpc.Core;
using UserService.Core.Errors;
using UserService.Grpc.Calls;

namespace UserService.Grpc.Services;

/// <summary>Reads the ids of requests.</summary>
internal static class RequestFields
{
    public const string NotAnId = "must be a UUID of 36 characters";

    /// <summary>Only the 36-character form: Guid's own parser also takes braces and white space around.</summary>
    public static bool TryReadId(string text, out Guid id)
    {
        id = default;
        return text.Length == 36 && Guid.TryParseExact(text, "D", out id);
    }

    /// <exception cref="RpcException">INVALID_ARGUMENT that names the field.</exception>
    public static Guid ReadId(string text, string field) =>
        TryReadId(text, out var id) ? id : throw Invalid(field, NotAnId);

    public static RpcException Invalid(string field, string message)
    {
        var errors = new FieldErrors();
        errors.Add(field, message);
        return errors.ToRpcException();
    }
}
