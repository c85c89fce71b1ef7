using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace UserService.Api.OpenApi;

/// <summary>An operation as the host knows it.</summary>
/// <param name="TakesBody">Whether the framework reads a body for it, of the types that it accepts.</param>
/// <param name="ReadsParameters">Whether something is read from the address that can be of the wrong form; an id of the wrong form in a constrained path is no address at all.</param>
internal sealed record DescribedOperation(string Method, PathString Path, EndpointMetadataCollection Metadata, bool TakesBody, bool ReadsParameters)
{
    /// <summary>Whether it can lose a race against another change: reads change nothing, and tokens and reports of partners are rows of their own.</summary>
    public bool Changes => !HttpMethods.IsGet(Method) && Path.StartsWithSegments("/v1", StringComparison.Ordinal) && Metadata.GetMetadata<ReadsRawBody>() is null;

    public static DescribedOperation Of(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var described = context.Description;
        return new DescribedOperation(
            described.HttpMethod!,
            $"/{described.RelativePath}",
            new EndpointMetadataCollection(described.ActionDescriptor.EndpointMetadata),
            operation.RequestBody is not null,
            described.ParameterDescriptions.Any(p => p.Source == BindingSource.Query || (p.Source == BindingSource.Path && p.Type != typeof(string) && p.RouteInfo?.Constraints?.Any() != true)));
    }
}

/// <summary>The endpoint reads the bytes of the body itself, whatever their type: a signature is over them.</summary>
internal sealed record ReadsRawBody;
