namespace UserService.Grpc.Calls;

/// <summary>Names the scope that a service's token needs for a method. A method that names none is refused to everybody.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RequiresScopeAttribute(string scope) : Attribute
{
    /// <summary>One of <see cref="Core.Authentication.Clients.ServiceScopes"/>.</summary>
    public string Scope { get; } = scope;
}
