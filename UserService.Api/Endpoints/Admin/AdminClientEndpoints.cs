using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Contracts.Admin;
using UserService.Api.Http;
using UserService.Core.Admin;
using UserService.Core.Authentication.Clients;
using UserService.Core.Errors;

namespace UserService.Api.Endpoints.Admin;

/// <summary><c>/v1/admin/clients</c>: the services that may ask for tokens.</summary>
internal static class AdminClientEndpoints
{
    public static void MapAdminClients(this IEndpointRouteBuilder app)
    {
        var clients = app.MapGroup("/v1/admin/clients").WithTags("Administration").RequireAuthorization().RequirePermission(Permissions.ManageClients);
        clients.MapGet("", ListAsync).WithName("ListClients").WithSummary("Service clients by id");
        clients.MapPost("", AddAsync).RequireRecentAal2().NeverRemembers().WithName("AddClient").WithSummary("Makes a service client; its secret is shown once");
        clients.MapPost("/{clientId}/rotate", RotateAsync).RequireRecentAal2().NeverRemembers().WithName("RotateClient")
            .WithSummary("Gives a client a new secret, which is shown once");
        clients.MapPost("/{clientId}/disable", DisableAsync).RequireRecentAal2().WithName("DisableClient")
            .WithSummary("Gives a client no more tokens; every host refuses those it has within a second");
    }

    private static async Task<Ok<ListResponse<ClientResponse>>> ListAsync(IClientService clients, CancellationToken ct) =>
        TypedResults.Ok(new ListResponse<ClientResponse>([.. (await clients.ListAsync(ct)).Select(c => c.ToResponse())]));

    private static async Task<Results<Created<ClientSecretResponse>, ProblemResult>> AddAsync(
        AddClientRequest request, IClientService clients, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var id = errors.Text("clientId", request.ClientId, 100);
        var scopes = errors.Texts("scopes", request.Scopes, 100);
        var audiences = request.ExchangeAudiences is null ? [] : errors.Texts("exchangeAudiences", request.ExchangeAudiences, 100);
        var keys = errors.OptionalText("jwks", request.Jwks, 20_000);
        if (!errors.None)
            return Problems.From(errors);
        var client = new NewClient(id!, scopes!) { PublicKeys = keys, ExchangeAudiences = audiences! };
        return await clients.AddAsync(client, Staff(caller), ct) switch
        {
            NewClientResult.Made(var made, var secret) => TypedResults.Created((string?)null, new ClientSecretResponse(made, secret)),
            NewClientResult.Failed(var error) => Problems.From(error),
            _ => throw new UnreachableException(),
        };
    }

    private static async Task<Results<Ok<ClientSecretResponse>, ProblemResult>> RotateAsync(
        string clientId, RotateClientRequest request, IClientService clients, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var hours = request.OverlapHours ?? 24;
        if (hours is < 0 or > 720)
            errors.Add("overlapHours", "0 to 720.");
        if (errors.Reason("reason", request.Reason) is not { } reason || !errors.None)
            return Problems.From(errors);
        return await clients.RotateAsync(clientId, TimeSpan.FromHours(hours), reason, Staff(caller), ct) switch
        {
            NewClientResult.Made(var made, var secret) => TypedResults.Ok(new ClientSecretResponse(made, secret)),
            NewClientResult.Failed(var error) => Problems.From(error),
            _ => throw new UnreachableException(),
        };
    }

    private static async Task<Results<NoContent, ProblemResult>> DisableAsync(
        string clientId, ReasonRequest request, IClientService clients, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        if (errors.Reason("reason", request.Reason) is not { } reason)
            return Problems.From(errors);
        return await clients.DisableAsync(clientId, reason, Staff(caller), ct) ? TypedResults.NoContent() : Problems.From(CommonErrors.NotFound);
    }

    private static Core.Audit.Actor Staff(Caller caller) => caller.Actor with { Type = "staff" };
}
