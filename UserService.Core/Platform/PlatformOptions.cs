using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace UserService.Core.Platform;

/// <summary>The platform's other services that this one calls over gRPC. Section <c>Platform</c>; one without an address is not called.</summary>
public sealed class PlatformOptions
{
    public const string Section = "Platform";

    /// <summary>Identity verification: <c>protos/clients/kyc.proto</c>.</summary>
    [ValidateObjectMembers]
    public PlatformServiceOptions Kyc { get; set; } = new() { Audience = "kyc-service" };

    /// <summary>Delivery of messages: <c>protos/clients/notification.proto</c>.</summary>
    [ValidateObjectMembers]
    public PlatformServiceOptions Notifications { get; set; } = new() { Audience = "notification-service" };

    /// <summary>The platform's audit trail: <c>protos/clients/audit.proto</c>.</summary>
    [ValidateObjectMembers]
    public PlatformServiceOptions Audit { get; set; } = new() { Audience = "audit-service" };
}

/// <summary>One service of the platform.</summary>
public sealed class PlatformServiceOptions
{
    /// <summary>Such as <c>https://kyc.bank.internal:8443</c>, or <c>http://…</c> where a mesh adds TLS. Empty: the service is not called.</summary>
    [Url]
    public string? Address { get; set; }

    /// <summary>The <c>aud</c> of the tokens that it gets from this service.</summary>
    [Required]
    public string Audience { get; set; } = "";

    /// <summary>A call and its repetitions have this long. Default 3 seconds: a customer waits for some of them.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>After repeated failures it is left alone this long, then tried with one call. Default 5 seconds: full service is promised 15 s after a dependency.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:05:00")]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Calls at the same time; more are refused at once, so that a hanging service holds no more than these. Default 64.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrentCalls { get; set; } = 64;
}

/// <summary>Generated: the attributes above, the nested ones included.</summary>
[OptionsValidator]
internal sealed partial class PlatformOptionsValidator : IValidateOptions<PlatformOptions>;
