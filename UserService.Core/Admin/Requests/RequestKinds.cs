namespace UserService.Core.Admin.Requests;

/// <summary>The acts that need a second person.</summary>
public static class RequestKinds
{
    /// <summary>Makes a suspended account usable again. No details.</summary>
    public const string Reinstate = "user.reinstate";

    /// <summary>Removes all second factors and recovery codes. No details.</summary>
    public const string ResetFactors = "user.reset_factors";

    /// <summary>Other names, also where they are locked. Details: <c>firstName</c>, <c>lastName</c>.</summary>
    public const string ChangeNames = "user.change_names";

    /// <summary>Gives a role. Details: <c>role</c>.</summary>
    public const string GrantRole = "role.grant";

    /// <summary>Grants the tier of a KYC case in review. Details: <c>caseId</c>.</summary>
    public const string ApproveKyc = "kyc.approve";

    /// <summary>Lets money go again that staff have held back. Details: <c>restrictionId</c>.</summary>
    public const string LiftRestriction = "user.lift_restriction";

    /// <summary>Another rule for a tier. Details: the rule, member by member.</summary>
    public const string SetTierRule = "limits.set";
}
