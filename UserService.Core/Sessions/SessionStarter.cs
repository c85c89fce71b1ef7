using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Authentication;
using UserService.Core.Authentication.Tokens;
using UserService.Core.Devices;
using UserService.Core.Messaging;
using UserService.Core.Persistence;
using UserService.Core.Protection;

namespace UserService.Core.Sessions;

/// <summary>Adds a session, and its device where that is new, to the unit of work; the tokens are given out once it is saved.</summary>
internal sealed class SessionStarter(
    UserDbContext db, AccessTokenIssuer tokens, SystemKeys keys, NewDeviceNotice notice, MobileDeviceMigration migration, IOptions<TokenOptions> options, IOptions<DeviceOptions> deviceOptions, TimeProvider time)
{
    /// <summary>The first-party client that customers' apps speak as.</summary>
    public const string FirstPartyClient = "banking-app";

    /// <summary>What a signed-in customer's own app may do.</summary>
    public const string FirstPartyScope = "profile";

    public async Task<StartedSession> PrepareAsync(User user, KnownDevice known, AuthenticationMethods methods, Actor actor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var key = await keys.GetAsync(ct);
        var (device, deviceToken) = Recognise(user, known, actor, now);
        if (known is KnownDevice.New { IsFirst: false })
            await notice.EnqueueAsync(user, device, key, now, ct);
        var moved = await migration.StageAsync(user, device, actor, ct);
        var sessionId = Guid.CreateVersion7(now);
        var refresh = RefreshToken.First(sessionId, key);
        var session = Session.Start(
            new NewSession(
                sessionId, user.Id, device.Id, FirstPartyClient, methods.Amr, methods.Acr, actor.Address, actor.UserAgent,
                refresh.Hash(), now + options.Value.IdleTimeout, now + options.Value.AbsoluteTimeout, actor.ProvenKey),
            now);
        db.Sessions.Add(session);
        var owner = actor.As(user.Id, sessionId);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.LoginSucceeded, user.Id, owner, string.Join('+', methods.Amr), now));
        db.Raise(new LoginSucceeded(user.Id, sessionId, device.Id, methods.Amr, methods.Acr, known is KnownDevice.New), now);
        return new StartedSession(user, session, refresh, deviceToken, tokens, options.Value) { Moved = moved };
    }

    private (Device Device, string Token) Recognise(User user, KnownDevice known, Actor actor, DateTimeOffset now)
    {
        if (known is KnownDevice.Trusted(var device, var presented))
        {
            device.Seen(actor.Address, now);
            return (device, presented);
        }

        var token = "dt_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var added = Device.Recognise(user.Id, DeviceTokens.Hash(token), ((KnownDevice.New)known).Description, actor.Address, deviceOptions.Value.TrustPeriod, now);
        db.Devices.Add(added);
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.DeviceAdded, user.Id, actor.As(user.Id), reason: null, now));
        db.Raise(new DeviceAdded(user.Id, added.Id), now);
        return (added, token);
    }
}

/// <summary>The device that somebody signs in with.</summary>
internal abstract record KnownDevice
{
    /// <summary>Seen before and still trusted; it keeps the token that it presented.</summary>
    public sealed record Trusted(Device Device, string Token) : KnownDevice;

    /// <summary>Not seen before, or no longer trusted.</summary>
    /// <param name="IsFirst">It opens the account: there is nobody to tell of it yet.</param>
    public sealed record New(DeviceDescription? Description, bool IsFirst = false) : KnownDevice;
}

/// <summary>A session in the unit of work, whose tokens are made after the commit.</summary>
internal sealed class StartedSession(
    User user, Session session, RefreshToken refresh, string deviceToken, AccessTokenIssuer tokens, TokenOptions options)
{
    /// <summary>Sessions of a device that the customer has left with this sign-in.</summary>
    public required StagedRevocations Moved { get; init; }

    public async ValueTask<SessionGrant> GrantAsync(CancellationToken ct)
    {
        Moved.Committed();
        var access = await tokens.IssueAsync(
            new UserTokenClaims(
                user.Id, session.Id, session.ClientId, SessionStarter.FirstPartyScope, session.Acr, session.Amr, session.AuthenticatedAt, user.KycTier, user.Roles)
            {
                KeyThumbprint = session.KeyThumbprint,
            },
            ct);
        return new SessionGrant(
            access.Value, access.Lifetime, refresh.Reveal(), options.IdleTimeout, session.Id, deviceToken, UserSummary.Of(user), session.KeyThumbprint is not null);
    }
}
