using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using UserService.Core.Accounts;
using UserService.Core.Errors;
using UserService.Core.Mfa.OneTimeCodes;
using UserService.Core.Persistence;

namespace UserService.Core.Mfa.Challenges;

/// <summary>Makes challenges that offer a user's factors, and sends codes for the methods that need one.</summary>
internal sealed class FactorChallenges(
    UserDbContext db, OfferedMethods offered, OneTimeCodes.OneTimeCodes codes, CodeSender sender, IOptions<CodeOptions> options, TimeProvider time)
{
    /// <summary>
    /// Adds a challenge to the unit of work. Where only a code to a contact point will do, the code is sent along: the customer would have to
    /// ask for it anyway.
    /// </summary>
    /// <param name="hasAnotherWay">Whether something besides these factors will do.</param>
    public async Task<CodeChallenge> IssueAsync(User user, CodePurpose purpose, DeviceDescription? device, string template, CancellationToken ct, bool hasAnotherWay = false)
    {
        var methods = await offered.OfAsync(user, ct);
        var challenge = CodeChallenge.Offer(user.Id, purpose, methods, device, options.Value, time.GetUtcNow());
        db.CodeChallenges.Add(challenge);
        // One text message too many is not sent along; the customer hears why when she asks for it.
        if (!hasAnotherWay && Channel(methods[0]) is { } channel)
            _ = await sender.PutAsync(challenge, channel, Address(user, channel), template, user, ct);
        return challenge;
    }

    /// <summary>Sends the code of a method that needs one, no sooner than a minute after the last.</summary>
    /// <returns>Null when it is on its way.</returns>
    public async Task<Error?> SendAsync(Guid id, CodePurpose purpose, string method, string template, CancellationToken ct)
    {
        if (await codes.FindOpenAsync(id, purpose, ct) is not { UserId: { } userId } challenge)
            return MfaErrors.ChallengeGone;
        if (Channel(method) is not { } channel || !challenge.Methods.Contains(method))
            return MfaErrors.UnknownMethod;
        if (await codes.ClaimSendingAsync(challenge, ct) is { } wait)
            return MfaErrors.ResendTooSoon(wait);
        var user = await db.Users.SingleAsync(u => u.Id == userId, ct);
        if (await sender.PutAsync(challenge, channel, Address(user, channel), template, user, ct) is { } error)
            return error;
        await db.SaveChangesAsync(ct);
        return null;
    }

    private static CodeChannel? Channel(string method) => method switch
    {
        MfaMethods.Email => CodeChannel.Email,
        MfaMethods.Sms => CodeChannel.Sms,
        _ => null,
    };

    private static string Address(User user, CodeChannel channel) => (channel is CodeChannel.Sms ? user.PhoneNumber : user.Email)
        ?? throw new InvalidOperationException($"User {user.Id} has no contact point for {channel}.");
}
