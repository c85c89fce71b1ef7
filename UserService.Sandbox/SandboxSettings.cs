namespace UserService.Sandbox;

/// <summary>Section <c>Sandbox</c>.</summary>
public sealed class SandboxSettings
{
    public const string Section = "Sandbox";

    /// <summary>gRPC without TLS. Default 8090; 0 for any.</summary>
    public int GrpcPort { get; set; } = 8090;

    /// <summary>Faults and what was received. Default 8091; 0 for any.</summary>
    public int ControlPort { get; set; } = 8091;

    /// <summary>Where the User Service publishes its keys; empty: signatures are not checked, everything else of a token is.</summary>
    public Uri? Jwks { get; set; }

    /// <summary>How long after a call its event comes. Default 1 second.</summary>
    public TimeSpan EventDelay { get; set; } = TimeSpan.FromSeconds(1);
}
