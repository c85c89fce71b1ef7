using UserService.Core.Errors;

namespace UserService.Core.Admin.Customers;

/// <summary>Errors of searching.</summary>
public static class CustomerErrors
{
    public static readonly Error BadSearch = new("bad_search", ErrorKind.Unprocessable, "That cannot be a value of the kind that is searched by; of a name give at least three letters.");
}
