using UserService.Core.Authentication.Tokens;
using UserService.Core.Protection;

namespace UserService.Core.Doctor;

/// <summary>The master key: whether it opens the service's own data key.</summary>
internal sealed class MasterKeyExamination(SystemKeys keys, IKeyVault vault) : IExamination
{
    public string Part => "Master key";

    public async Task<Diagnosis> ExamineAsync(CancellationToken ct)
    {
        await keys.GetAsync(ct);
        return new Diagnosis(Part, DiagnosisState.Works, $"Opens the service's data key ({await vault.GetCurrentKeyIdAsync(ct)}).");
    }
}

/// <summary>The keys that sign tokens: whether one signs now.</summary>
internal sealed class SigningKeyExamination(KeyRing keys, TimeProvider time) : IExamination
{
    public string Part => "Signing keys";

    public async Task<Diagnosis> ExamineAsync(CancellationToken ct)
    {
        var set = await keys.GetAsync(ct);
        return new Diagnosis(Part, DiagnosisState.Works, $"{set.Signing(time.GetUtcNow()).KeyId} signs.");
    }
}
