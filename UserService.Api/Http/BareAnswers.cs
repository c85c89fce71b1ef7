using Microsoft.AspNetCore.Diagnostics;

namespace UserService.Api.Http;

/// <summary>Gives a body to answers that the framework leaves without one: no such address, another method, another type, a parameter that cannot be read.</summary>
internal static class BareAnswers
{
    public static async Task CompleteAsync(StatusCodeContext bare)
    {
        var context = bare.HttpContext;
        if (context.Response.StatusCode is StatusCodes.Status400BadRequest && AddressFaults.Of(context) is { None: false } faults)
            await Problems.From(faults).ExecuteAsync(context);
        else
            await context.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(new ProblemDetailsContext { HttpContext = context });
    }
}
