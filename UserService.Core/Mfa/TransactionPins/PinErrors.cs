using UserService.Core.Errors;

namespace UserService.Core.Mfa.TransactionPins;

/// <summary>Errors of the transaction PIN.</summary>
public static class PinErrors
{
    public static readonly Error NotAPin = new("invalid_pin_format", ErrorKind.Invalid, "A PIN has 4 to 6 digits.");

    public static readonly Error TooCommon = new("pin_too_common", ErrorKind.Invalid, "This PIN is among the first that a thief tries; choose another.");

    public static readonly Error Unchanged = new("pin_unchanged", ErrorKind.Invalid, "This is the PIN that is to be replaced; choose another.");

    public static readonly Error Wrong = new("invalid_pin", ErrorKind.Unauthenticated, "The PIN is wrong.");

    public static readonly Error Blocked = new("pin_blocked", ErrorKind.Conflict, "The PIN is blocked after too many wrong tries; set a new one.");

    public static readonly Error NotSet = new("pin_not_set", ErrorKind.Conflict, "There is no PIN yet; set one.");
}
