using UserService.Core.Configuration;

namespace UserService.Core.Protection;

/// <summary>Where the master key comes from. Section <c>Protection</c>.</summary>
public sealed class ProtectionOptions
{
    public const string Section = "Protection";

    /// <summary>The master key: any text of at least 32 characters, such as the output of <c>openssl rand -base64 32</c>.</summary>
    [Example("$(openssl rand -base64 32)")]
    public string? MasterKey { get; set; }

    /// <summary>A file that holds the master key; made with mode 0600 where it is missing. Development only.</summary>
    public string? KeyFile { get; set; }
}
