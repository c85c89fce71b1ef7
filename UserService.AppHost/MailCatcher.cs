namespace UserService.AppHost;

/// <summary>A mail server that delivers to nobody and shows what it was given.</summary>
internal static class MailCatcher
{
    public const string SmtpEndpoint = "smtp";

    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    public static IResourceBuilder<ContainerResource> AddMailCatcher(this IDistributedApplicationBuilder builder, string name) => builder
        .AddContainer(name, "axllent/mailpit", "v1.30.5")
        .WithEndpoint(targetPort: 1025, scheme: "tcp", name: SmtpEndpoint)
        .WithHttpEndpoint(targetPort: 8025, name: "http")
        .WithHttpHealthCheck("/livez");
}
