using Banking.Users.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using UserService.Core.Audit;
using UserService.Core.Authentication.Clients;
using UserService.Core.Errors;
using UserService.Core.Preferences;
using UserService.Core.Profiles;
using UserService.Grpc.Calls;

namespace UserService.Grpc.Services;

/// <summary><c>banking.users.v1.Profiles</c>.</summary>
internal sealed class ProfilesEndpoint(IProfileReader profiles, IPreferences preferences, CallerAdmission callers) : Profiles.ProfilesBase
{
    [RequiresScope(ServiceScopes.ReadProfiles)]
    public override async Task<GetProfileResponse> GetProfile(GetProfileRequest request, ServerCallContext context)
    {
        var profile = await ReadAsync(request.UserId, context);
        var message = new Profile
        {
            UserId = profile.Id.ToString(),
            Status = UserMessages.StatusOf(profile.Status),
            FirstName = profile.FirstName,
            LastName = profile.LastName,
            Country = profile.Country,
            Locale = profile.Locale,
            KycTier = profile.KycTier,
            Revision = profile.Revision,
            CreatedAt = Timestamp.FromDateTimeOffset(profile.CreatedAt),
            UpdatedAt = Timestamp.FromDateTimeOffset(profile.UpdatedAt),
        };
        if (profile.DisplayName is not null)
            message.DisplayName = profile.DisplayName;
        return new GetProfileResponse { Profile = message };
    }

    [RequiresScope(ServiceScopes.ReadProfiles)]
    public override async Task<GetContactPointsResponse> GetContactPoints(GetContactPointsRequest request, ServerCallContext context)
    {
        var profile = await ReadAsync(request.UserId, context);
        var response = new GetContactPointsResponse { Locale = profile.Locale };
        if (profile.Email is { } email)
            response.ContactPoints.Add(new ContactPoint { Kind = ContactKind.Email, Value = email, Verified = profile.EmailVerified });
        if (profile.PhoneNumber is { } number)
            response.ContactPoints.Add(new ContactPoint { Kind = ContactKind.Phone, Value = number, Verified = profile.PhoneVerified });
        return response;
    }

    [RequiresScope(ServiceScopes.ReadProfiles)]
    public override async Task<GetPreferencesResponse> GetPreferences(GetPreferencesRequest request, ServerCallContext context)
    {
        var id = RequestFields.ReadId(request.UserId, "user_id");
        var view = await preferences.GetAsync(id, context.CancellationToken) ?? throw CommonErrors.NotFound.ToRpcException();
        return new GetPreferencesResponse { Preferences = view.ToMessage() };
    }

    [RequiresScope(ServiceScopes.WritePreferences)]
    public override async Task<UpdatePreferencesResponse> UpdatePreferences(UpdatePreferencesRequest request, ServerCallContext context)
    {
        var errors = new FieldErrors();
        if (!RequestFields.TryReadId(request.UserId, out var id))
            errors.Add("user_id", RequestFields.NotAnId);
        if (request.ToChange(errors) is not { } change)
            throw errors.ToRpcException();
        var actor = new Actor("service", await callers.ClientOfAsync(context), null, null, null);
        return await preferences.UpdateAsync(id, request.HasRevision ? ExpectedRevision.OneOf(request.Revision) : ExpectedRevision.Any, change, actor, context.CancellationToken) switch
        {
            PreferencesResult.Updated(var view) => new UpdatePreferencesResponse { Preferences = view.ToMessage() },
            PreferencesResult.Failed(var error) => throw error.ToRpcException(),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<ProfileView> ReadAsync(string userId, ServerCallContext context)
    {
        var id = RequestFields.ReadId(userId, "user_id");
        return await profiles.FindAsync(id, context.CancellationToken) ?? throw CommonErrors.NotFound.ToRpcException();
    }
}
