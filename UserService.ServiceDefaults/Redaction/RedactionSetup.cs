using Microsoft.Extensions.Compliance.Redaction;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace UserService.ServiceDefaults.Redaction;

internal static class RedactionSetup
{
    /// <summary>
    /// Erases classified values. A hash would still let two log lines be joined and an address be guessed, and ids already do
    /// the joining. What another library classified in a taxonomy unknown here is erased as well.
    /// </summary>
    public static void AddRedaction(this IHostApplicationBuilder builder)
    {
        builder.Services.AddRedaction(static redaction => redaction
            .SetRedactor<ErasingRedactor>(DataClasses.PersonalData, DataClasses.Secret)
            .SetFallbackRedactor<ErasingRedactor>());
        builder.Logging.EnableRedaction();
    }
}
