using UserService.Core.Errors;

namespace UserService.Core.Banking;

/// <summary>What linking refuses with.</summary>
internal static class BankingErrors
{
    public static readonly Error UnknownBank = new("unknown_bank", ErrorKind.Unprocessable, "There is no such bank; see /v1/banking/banks.");
    public static readonly Error AccountNotFound = new("account_not_found", ErrorKind.Unprocessable, "The bank has no such account.");
    public static readonly Error NameDiffers = new("account_name_differs", ErrorKind.Unprocessable, "The account is in another name.");
    public static readonly Error AlreadyLinked = new("account_already_linked", ErrorKind.Conflict, "The account is linked already.");
    public static readonly Error TooManyAccounts = new("too_many_accounts", ErrorKind.Conflict, "No more accounts can be linked; unlink one first.");
    public static readonly Error NotVerified = new("account_not_verified", ErrorKind.Conflict, "An account whose name was not clearly the customer's cannot be the default.");
    public static readonly Error UnknownBill = new("unknown_biller", ErrorKind.Unprocessable, "There is no such biller; see /v1/banking/bills.");
    public static readonly Error InvalidReference = new("invalid_biller_reference", ErrorKind.Unprocessable, "The biller knows no such reference.");
    public static readonly Error AlreadySaved = new("biller_already_saved", ErrorKind.Conflict, "The biller is saved already.");
    public static readonly Error TooManyBillers = new("too_many_billers", ErrorKind.Conflict, "No more billers can be saved; remove one first.");
}
