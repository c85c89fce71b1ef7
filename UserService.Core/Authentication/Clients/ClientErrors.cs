using UserService.Core.Errors;

namespace UserService.Core.Authentication.Clients;

/// <summary>Errors of managing service clients.</summary>
public static class ClientErrors
{
    public static readonly Error BadName = new("invalid_client_id", ErrorKind.Invalid, "A client id has 1 to 100 letters, digits, dots, dashes or underscores.");

    public static readonly Error UnknownScope =
        new("invalid_scope", ErrorKind.Invalid, $"Name at least one scope, and only these: {string.Join(' ', ServiceScopes.All.Order(StringComparer.Ordinal))}.");

    public static readonly Error BadKeys = new(
        "invalid_key_set", ErrorKind.Invalid, "Not a JSON Web Key Set of one to ten public P-256 or RSA (2048 to 4096 bits) keys, each with a kid of its own where there are several.");

    public static readonly Error BadAudience =
        new("invalid_audience", ErrorKind.Invalid, "A service's name has 1 to 100 letters, digits, dots, dashes or underscores.");

    public static readonly Error WeakSecret = new("weak_secret", ErrorKind.Invalid, "A secret that is not generated needs at least 32 characters.");

    public static readonly Error Exists = new("client_exists", ErrorKind.Conflict, "There is a client of that id already; rotate its secret or choose another id.");
}
