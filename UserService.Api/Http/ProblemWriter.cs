using Microsoft.AspNetCore.WebUtilities;

namespace UserService.Api.Http;

/// <summary>
/// Writes every problem as JSON, whatever the client accepts: the framework's own writer refuses where <c>Accept</c> names no JSON, and a refusal would
/// become a 500. RFC 9110 §12.5.1 allows an answer that disregards the header. Below <c>/oauth</c> it has the shape of RFC 6749.
/// </summary>
internal sealed class ProblemWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (response, problem) = (context.HttpContext.Response, context.ProblemDetails);
        problem.Status ??= response.StatusCode;
        problem.Title ??= ReasonPhrases.GetReasonPhrase(problem.Status.Value);
        problem.Type = "about:blank"; // RFC 9457 §4.2.1: the code says what the status alone does not
        Problems.Complete(context);
        if (context.HttpContext.Request.Path.StartsWithSegments("/oauth", StringComparison.Ordinal))
            return new ValueTask(OAuthErrors.WriteAsync(context.HttpContext, problem.Status.Value, (string)problem.Extensions["code"]!, problem.Detail ?? problem.Title!));
        response.StatusCode = problem.Status.Value;
        return new ValueTask(response.WriteAsJsonAsync(problem, problem.GetType(), options: null, "application/problem+json", context.HttpContext.RequestAborted));
    }
}
