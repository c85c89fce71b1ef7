using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using UserService.Core.Errors;

namespace UserService.Api.Http;

/// <summary>A problem as a typed result: status, content type and headers all follow from the error.</summary>
internal sealed class ProblemResult(Error error, FieldErrors? fields) : IResult, IEndpointMetadataProvider
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var status = Problems.Status(error.Kind);
        var response = httpContext.Response;
        response.StatusCode = status;
        if (error.RetryAfter is { } wait)
            response.Headers.RetryAfter = Problems.Seconds(wait);
        if (error.Kind is ErrorKind.Unauthenticated && response.Headers.WWWAuthenticate.Count == 0)
            response.Headers.WWWAuthenticate = "Bearer";
        var problem = fields is null
            ? new ProblemDetails()
            : new HttpValidationProblemDetails(fields.ToDictionary());
        problem.Status = status;
        problem.Title = ReasonPhrases.GetReasonPhrase(status);
        problem.Detail = error.Detail;
        problem.Extensions["code"] = error.Code;
        await httpContext.RequestServices.GetRequiredService<IProblemDetailsService>()
            .WriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem });
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status400BadRequest, typeof(ProblemDetails), ["application/problem+json"]));
}
