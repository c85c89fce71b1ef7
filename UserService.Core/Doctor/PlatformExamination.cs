using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Options;
using UserService.Core.Platform;

namespace UserService.Core.Doctor;

/// <summary>A service of the platform: whether it says that it serves.</summary>
internal sealed class PlatformExamination(string part, string key, Func<PlatformOptions, PlatformServiceOptions> of, IOptions<PlatformOptions> options, PlatformTokens tokens, TimeProvider time)
    : IExamination
{
    public string Part => part;

    public async Task<Diagnosis> ExamineAsync(CancellationToken ct)
    {
        var service = of(options.Value);
        if (string.IsNullOrEmpty(service.Address))
            return new Diagnosis(Part, DiagnosisState.Unused, $"Platform:{key}:Address is not set.");
        using var connection = new PlatformConnection(service, tokens, time);
        try
        {
            var answer = await connection.CallAsync(options => new Health.HealthClient(connection.Invoker).CheckAsync(new HealthCheckRequest(), options), ct);
            return answer.Status == HealthCheckResponse.Types.ServingStatus.Serving
                ? new Diagnosis(Part, DiagnosisState.Works, $"{service.Address} serves.")
                : new Diagnosis(Part, DiagnosisState.Broken, $"{service.Address} says {answer.Status}.", "Ask who runs it.");
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unimplemented)
        {
            return new Diagnosis(Part, DiagnosisState.Works, $"{service.Address} answers; it has no health service.");
        }
        catch (RpcException e)
        {
            return new Diagnosis(Part, DiagnosisState.Broken, $"{service.Address}: {e.StatusCode}.", $"Look at Platform:{key}:Address and at the network between; http:// needs HTTP/2 without TLS there.");
        }
    }
}
