namespace UserService.Core.Admin;

/// <summary>What staff may be allowed to do. Which role may do what is data (<c>role_permissions</c>); these names are part of the API's contract.</summary>
public static class Permissions
{
    public const string SearchUsers = "users.search";
    public const string ViewUsers = "users.view";
    public const string UnmaskUsers = "users.unmask";
    public const string SuspendUsers = "users.suspend";
    public const string ReinstateUsers = "users.reinstate";
    public const string UnlockUsers = "users.unlock";
    public const string LogOutUsers = "users.logout";
    public const string ResetFactors = "users.reset_factors";
    public const string ChangeNames = "users.change_names";
    public const string ReadNotes = "notes.read";
    public const string WriteNotes = "notes.write";
    public const string ManageHolds = "holds.manage";
    public const string ManageRestrictions = "restrictions.manage";
    public const string ViewRequests = "requests.view";
    public const string DecideRequests = "requests.decide";
    public const string ManageRoles = "roles.manage";
    public const string ManageClients = "clients.manage";
    public const string ManageDeadLetters = "dead_letters.manage";
    public const string ReadAudit = "audit.read";
    public const string ExportAudit = "audit.export";
    public const string ReviewKyc = "kyc.review";
    public const string ManageLimits = "limits.manage";

    /// <summary>Every permission with what it allows.</summary>
    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>
    {
        [SearchUsers] = "Find customers by id, e-mail address, telephone number, name or BVN.",
        [ViewUsers] = "See a customer's account with contacts masked.",
        [UnmaskUsers] = "See a customer's personal data in clear, for a reason that is recorded.",
        [SuspendUsers] = "Stop an account at once.",
        [ReinstateUsers] = "Ask for, and decide on, making a suspended account usable again.",
        [UnlockUsers] = "Forget an account's failed sign-ins.",
        [LogOutUsers] = "End all sessions of an account.",
        [ResetFactors] = "Ask for, and decide on, removing all second factors of an account.",
        [ChangeNames] = "Ask for, and decide on, other names for an account.",
        [ReadNotes] = "Read the notes about a customer.",
        [WriteNotes] = "Write notes about a customer.",
        [ManageHolds] = "Place and lift legal holds.",
        [ManageRestrictions] = "Hold money back from a customer; ask for, and decide on, letting it go again.",
        [ViewRequests] = "See what waits for a second person.",
        [DecideRequests] = "Approve and refuse what others of the same permission have asked for.",
        [ManageRoles] = "See roles, ask for and decide on granting them, and take them away.",
        [ManageClients] = "Add, rotate and disable service clients.",
        [ManageDeadLetters] = "List, replay and discard dead letters.",
        [ReadAudit] = "Query the audit trail.",
        [ExportAudit] = "Export the audit trail.",
        [ReviewKyc] = "Decide on KYC cases that need a person.",
        [ManageLimits] = "Ask for, and decide on, other tier limits.",
    };
}
