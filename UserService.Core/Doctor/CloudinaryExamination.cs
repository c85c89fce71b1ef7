using System.Net;
using Microsoft.Extensions.Options;
using UserService.Core.Storage;

namespace UserService.Core.Doctor;

/// <summary>Cloudinary: whether it takes our signature, by asking for a file that nobody has.</summary>
internal sealed class CloudinaryExamination(IStorageService storage, IOptions<StorageOptions> options) : IExamination
{
    /// <summary>No file of a customer: those are kept under other names.</summary>
    private const string NobodysFile = "doctor/nothing.webp";

    public string Part => "Cloudinary";

    public async Task<Diagnosis> ExamineAsync(CancellationToken ct)
    {
        if (options.Value.Provider != StorageProviders.Cloudinary)
            return new Diagnosis(Part, DiagnosisState.Unused, "Storage:Provider is another.");
        try
        {
            await using var none = await storage.OpenAsync(NobodysFile, ct);
            return new Diagnosis(Part, DiagnosisState.Works, $"Takes our signature for the cloud {options.Value.Cloudinary.CloudName}.");
        }
        catch (StorageUnavailableException e) when (e.InnerException is HttpRequestException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden })
        {
            return new Diagnosis(
                Part, DiagnosisState.Broken, "The key or its signature is refused.",
                "Set Storage:Cloudinary:CloudName, ApiKey, ApiSecret and Signature (sha1 or sha256) as the account has them; a clock that is an hour off spoils signatures too.");
        }
    }
}
