using System.Security.Cryptography;
using System.Text;

namespace UserService.Core.Mfa.Totp;

/// <summary>Checks the codes of authenticator apps (RFC 6238: SHA-1, 6 digits, 30 s).</summary>
public sealed class TotpVerifier(TimeProvider time)
{
    private const int StepSeconds = 30;
    private const int Digits = 6;
    private const int Window = 1; // steps before and after: RFC 6238, section 5.2, advises one for the delay; one more for a clock that is ahead

    /// <summary>Compares with the step of now and its neighbours, each in constant time.</summary>
    /// <param name="secret">The customer's secret.</param>
    /// <param name="code">As typed; spaces are ignored.</param>
    /// <param name="lastUsedStep">The step stored with the factor, or null where none was used yet.</param>
    public TotpResult Verify(TotpSecret secret, string code, long? lastUsedStep)
    {
        var typed = Encoding.UTF8.GetBytes(code.Replace(" ", "", StringComparison.Ordinal));
        if (typed.Length != Digits || !typed.All(character => char.IsAsciiDigit((char)character)))
            return TotpResult.Wrong.Instance;

        var now = time.GetUtcNow().ToUnixTimeSeconds() / StepSeconds;
        var otp = new OtpNet.Totp(secret.ToBytes(), StepSeconds, OtpNet.OtpHashMode.Sha1, Digits);
        long? matched = null;
        // The latest step that fits is the one spent; all are computed, whichever matches.
        for (var step = now - Window; step <= now + Window; step++)
        {
            var expected = Encoding.ASCII.GetBytes(otp.ComputeTotp(DateTimeOffset.FromUnixTimeSeconds(step * StepSeconds).UtcDateTime));
            if (CryptographicOperations.FixedTimeEquals(expected, typed))
                matched = step;
        }
        if (matched is not { } found)
            return TotpResult.Wrong.Instance;
        return found > (lastUsedStep ?? long.MinValue) ? new TotpResult.Accepted(found) : TotpResult.AlreadyUsed.Instance;
    }
}
