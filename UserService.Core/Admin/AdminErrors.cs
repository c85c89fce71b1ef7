using UserService.Core.Errors;

namespace UserService.Core.Admin;

/// <summary>Errors of what staff do.</summary>
public static class AdminErrors
{
    public static readonly Error OwnAccount = new("own_account", ErrorKind.Forbidden, "Nobody does this to the own account.");

    public static readonly Error OwnRequest = new("own_request", ErrorKind.Forbidden, "A second person decides: not who asked, and not whom it is about.");

    public static readonly Error RequestDecided = new("request_decided", ErrorKind.Conflict, "Somebody has decided on it already.");

    public static readonly Error RequestExpired = new("request_expired", ErrorKind.Gone, "Nobody decided in time; ask again.");

    public static readonly Error RequestPending = new("request_pending", ErrorKind.Conflict, "The same is waiting for a decision already.");

    public static readonly Error NotSuspended = new("not_suspended", ErrorKind.Conflict, "The account is not suspended.");

    public static readonly Error NotSuspendable = new("not_suspendable", ErrorKind.Conflict, "Only an active or frozen account can be suspended.");

    public static readonly Error NothingToReset = new("nothing_to_reset", ErrorKind.Conflict, "The account has no second factor.");

    public static readonly Error NamesUnchanged = new("names_unchanged", ErrorKind.Conflict, "The account has these names already.");

    public static readonly Error UnknownRole = new("unknown_role", ErrorKind.Unprocessable, "There is no such role.");

    public static readonly Error AlreadyHasRole = new("role_held", ErrorKind.Conflict, "The account has that role already.");

    public static readonly Error LastAdmin = new("last_admin", ErrorKind.Conflict, "The last admin keeps the role: make another one first.");

    public static readonly Error AdminExists = new("admin_exists", ErrorKind.Conflict, "There is an admin already, who can ask for further ones; --force --reason \"…\" makes one all the same.");

    public static readonly Error NoSuchAccount = new("no_such_account", ErrorKind.NotFound, "There is no active account with that verified e-mail address: register and verify it first.");
}
