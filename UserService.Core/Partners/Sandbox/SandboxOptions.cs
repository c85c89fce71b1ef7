namespace UserService.Core.Partners.Sandbox;

/// <summary>Partners that answer by rule instead of by register, for machines of developers. Section <c>Partners:Sandbox</c>.</summary>
public sealed class SandboxOptions
{
    public const string Section = "Partners:Sandbox";

    /// <summary>Default true in Development, else false. In Production the host does not start with it.</summary>
    public bool? Enabled { get; set; }
}
