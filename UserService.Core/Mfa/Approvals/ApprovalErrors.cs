using UserService.Core.Errors;

namespace UserService.Core.Mfa.Approvals;

/// <summary>Errors of approvals.</summary>
public static class ApprovalErrors
{
    public static readonly Error NotOpen = new("approval_not_open", ErrorKind.Gone, "The approval has run out, or was given before; ask for a new one.");

    public static readonly Error NotRedeemable =
        new("approval_not_redeemable", ErrorKind.Conflict, "There is no unspent approval of this operation with this payload by this user.");
}
