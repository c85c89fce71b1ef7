namespace UserService.Core.Mfa.Totp;

/// <summary>What <see cref="TotpVerifier.Verify"/> says.</summary>
public abstract record TotpResult
{
    private TotpResult()
    {
    }

    /// <summary>
    /// The code is right and its time step is later than the last one used. The caller stores the step in ONE conditional update (where the stored
    /// step is smaller) and takes the code for used where that update changes nothing: twenty attempts at once must not all pass.
    /// </summary>
    /// <param name="TimeStep">Thirty-second steps since 1970.</param>
    public sealed record Accepted(long TimeStep) : TotpResult;

    /// <summary>The code is right but its time step was used before (RFC 6238, section 5.2).</summary>
    public sealed record AlreadyUsed : TotpResult
    {
        internal static readonly AlreadyUsed Instance = new();
    }

    /// <summary>The code belongs to none of the steps that are accepted now.</summary>
    public sealed record Wrong : TotpResult
    {
        internal static readonly Wrong Instance = new();
    }
}
