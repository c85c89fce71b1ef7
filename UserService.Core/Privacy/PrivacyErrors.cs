using UserService.Core.Errors;

namespace UserService.Core.Privacy;

internal static class PrivacyErrors
{
    public static readonly Error LegalHold = new(
        "legal_hold", ErrorKind.Conflict, "The law obliges the bank to keep these data for now, so they cannot be erased. Ask again later, or write to the bank's data protection officer.");

    public static readonly Error AlreadyScheduled = new("erasure_scheduled", ErrorKind.Conflict, "An erasure is scheduled already; cancel it to ask anew.");

    public static readonly Error BadExportLink = new("invalid_link", ErrorKind.Gone, "The link was used or has expired; ask for a new export.");
}
