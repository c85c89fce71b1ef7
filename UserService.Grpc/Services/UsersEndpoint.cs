using Banking.Users.V1;
using Grpc.Core;
using UserService.Core.Accounts;
using UserService.Core.Authentication.Clients;
using UserService.Core.Entitlements;
using UserService.Core.Errors;
using UserService.Core.Kyc;
using UserService.Grpc.Calls;

namespace UserService.Grpc.Services;

/// <summary><c>banking.users.v1.Users</c>.</summary>
internal sealed class UsersEndpoint(IUserDirectory directory, UserWatch watch, IEntitlements entitlements) : Users.UsersBase
{
    /// <summary>DESIGN section 3: batch sizes are bounded. 500 users are about 150 KiB.</summary>
    private const int MaxBatch = 500;

    [RequiresScope(ServiceScopes.ReadUsers)]
    public override async Task<GetUserResponse> GetUser(GetUserRequest request, ServerCallContext context)
    {
        var id = RequestFields.ReadId(request.UserId, "user_id");
        var user = await directory.GetAsync(id, context.CancellationToken) ?? throw CommonErrors.NotFound.ToRpcException();
        return new GetUserResponse { User = user.ToMessage() };
    }

    [RequiresScope(ServiceScopes.ReadUsers)]
    public override async Task<BatchGetUsersResponse> BatchGetUsers(BatchGetUsersRequest request, ServerCallContext context)
    {
        var ids = ReadIds(request);
        var users = await directory.GetManyAsync([.. ids], context.CancellationToken);
        var response = new BatchGetUsersResponse();
        foreach (var id in ids)
        {
            if (users.TryGetValue(id, out var user))
                response.Users.Add(user.ToMessage());
            else
                response.MissingUserIds.Add(id.ToString());
        }

        return response;
    }

    [RequiresScope(ServiceScopes.FindUsers)]
    public override async Task<FindUserResponse> FindUser(FindUserRequest request, ServerCallContext context)
    {
        var user = await FindAsync(request, context.CancellationToken) ?? throw CommonErrors.NotFound.ToRpcException();
        return new FindUserResponse { User = user.ToMessage() };
    }

    [RequiresScope(ServiceScopes.ReadUsers)]
    public override Task WatchUsers(WatchUsersRequest request, IServerStreamWriter<WatchUsersResponse> responseStream, ServerCallContext context) =>
        watch.RunAsync(request, responseStream, context.CancellationToken);

    [RequiresScope(ServiceScopes.ReadUsers)]
    public override async Task<GetEntitlementsResponse> GetEntitlements(GetEntitlementsRequest request, ServerCallContext context)
    {
        var id = RequestFields.ReadId(request.UserId, "user_id");
        EntitledDevice device = request.DeviceCase switch
        {
            GetEntitlementsRequest.DeviceOneofCase.SessionId => new EntitledDevice.OfSession(RequestFields.ReadId(request.SessionId, "session_id")),
            GetEntitlementsRequest.DeviceOneofCase.DeviceId => new EntitledDevice.WithId(RequestFields.ReadId(request.DeviceId, "device_id")),
            _ => EntitledDevice.Newest.Instance,
        };
        var entitlement = await entitlements.RecallAsync(id, device, context.CancellationToken) ?? throw CommonErrors.NotFound.ToRpcException();
        return new GetEntitlementsResponse { Entitlements = entitlement.ToMessage() };
    }

    [RequiresScope(ServiceScopes.ReadUsers)]
    public override async Task<GetKycStatusResponse> GetKycStatus(GetKycStatusRequest request, ServerCallContext context)
    {
        var id = RequestFields.ReadId(request.UserId, "user_id");
        var kyc = context.GetHttpContext().RequestServices.GetRequiredService<IKycService>(); // has a state of its own per call; this endpoint serves all calls
        return (await kyc.GetAsync(id, context.CancellationToken))?.ToMessage() ?? throw CommonErrors.NotFound.ToRpcException();
    }

    private Task<DirectoryUser?> FindAsync(FindUserRequest request, CancellationToken ct)
    {
        switch (request.ByCase)
        {
            case FindUserRequest.ByOneofCase.Email:
                return EmailAddress.TryCreate(request.Email, out var email)
                    ? directory.FindByEmailAsync(email, ct)
                    : throw RequestFields.Invalid("email", "must be an e-mail address of at most 254 characters");
            case FindUserRequest.ByOneofCase.PhoneNumber:
                return directory.FindByPhoneAsync(ReadPhone(request), ct);
            default:
                throw RequestFields.Invalid("by", "email or phone_number is needed");
        }
    }

    private static PhoneNumber ReadPhone(FindUserRequest request)
    {
        CountryCode? country = null;
        if (request.DefaultCountry.Length > 0 && !CountryCode.TryCreate(request.DefaultCountry, out country))
            throw RequestFields.Invalid("default_country", "must be an ISO 3166-1 alpha-2 country code");

        // The parser would pass over control characters in the middle.
        return !request.PhoneNumber.Any(char.IsControl) && PhoneNumber.TryCreate(request.PhoneNumber, country?.Value, out var number)
            ? number
            : throw RequestFields.Invalid("phone_number", "must be a valid telephone number in international notation, or in that of default_country");
    }

    private static List<Guid> ReadIds(BatchGetUsersRequest request)
    {
        if (request.UserIds.Count is 0 or > MaxBatch)
            throw RequestFields.Invalid("user_ids", $"must hold 1 to {MaxBatch} ids");
        var errors = new FieldErrors();
        var seen = new HashSet<Guid>(request.UserIds.Count);
        var ids = new List<Guid>(request.UserIds.Count);
        for (var i = 0; i < request.UserIds.Count; i++)
        {
            if (!RequestFields.TryReadId(request.UserIds[i], out var id))
                errors.Add($"user_ids[{i}]", RequestFields.NotAnId);
            else if (seen.Add(id))
                ids.Add(id);
        }

        return errors.None ? ids : throw errors.ToRpcException();
    }
}
