using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Http;
using UserService.Core.Devices;
using UserService.Core.Errors;

namespace UserService.Api.Endpoints;

/// <summary><c>/v1/devices</c>: what the caller has signed in with.</summary>
internal static class DeviceEndpoints
{
    public static void MapDevices(this IEndpointRouteBuilder app)
    {
        var devices = app.MapGroup("/v1/devices").WithTags("Devices").RequireAuthorization();
        devices.MapGet("", ListAsync).WithName("ListDevices").WithSummary("The caller's devices, the newest use first");
        devices.MapPatch("/{id:guid}", RenameAsync).WithName("RenameDevice").WithSummary("Names a device");
        devices.MapDelete("/{id:guid}", RemoveAsync).WithName("RemoveDevice").WithSummary("Forgets a device and ends its sessions");
    }

    private static async Task<Ok<ListResponse<DeviceListItem>>> ListAsync(IDeviceService devices, Caller caller, CancellationToken ct) =>
        TypedResults.Ok(new ListResponse<DeviceListItem>([.. (await devices.ListAsync(caller.UserId, ct)).Select(d => d.ToResponse())]));

    private static async Task<Results<NoContent, ProblemResult>> RenameAsync(
        Guid id, RenameRequest request, IDeviceService devices, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        if (errors.Text("name", request.Name, 100) is not { } name)
            return Problems.From(errors);
        return await devices.RenameAsync(caller.UserId, id, name, ct) ? TypedResults.NoContent() : Problems.From(CommonErrors.NotFound);
    }

    private static async Task<Results<NoContent, ProblemResult>> RemoveAsync(Guid id, IDeviceService devices, Caller caller, CancellationToken ct) =>
        await devices.RemoveAsync(caller.UserId, id, caller.Actor, ct) ? TypedResults.NoContent() : Problems.From(CommonErrors.NotFound);
}
