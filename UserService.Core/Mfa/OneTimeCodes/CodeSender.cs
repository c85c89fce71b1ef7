using Microsoft.Extensions.Options;
using UserService.Core.Accounts;
using UserService.Core.Errors;
using UserService.Core.Notifications;

namespace UserService.Core.Mfa.OneTimeCodes;

/// <summary>Issues a code and queues the message that carries it, both in the caller's unit of work.</summary>
internal sealed class CodeSender(OneTimeCodes codes, IUserRepository users, NotificationQueue notifications, SendingLimits limits, IOptions<CodeOptions> options)
{
    /// <summary>Asks whether a customer may have a code sent to a contact that is not hers yet; whose else it is makes no difference.</summary>
    /// <returns>Null where she may.</returns>
    public async Task<Error?> AdmitNewContactAsync(Guid userId, CodeChannel channel, string address, CancellationToken ct) =>
        await limits.TakeContactAsync(userId, address, ct) ?? (channel is CodeChannel.Sms ? await limits.TakeTextMessageAsync(userId, ct) : null);

    /// <summary>Asks whether another code to replace a forgotten password may be asked for from here.</summary>
    /// <returns>Null where it may.</returns>
    public Task<Error?> AdmitResetAsync(string identifier, string? network, CancellationToken ct) => limits.TakeResetAsync(identifier, network, ct);

    /// <summary>For a decoy the template is one that carries no code; issuing it costs the same.</summary>
    public async Task<CodeChallenge> SendAsync(NewChallenge challenge, string template, User recipient, CancellationToken ct)
    {
        var issued = await codes.IssueAsync(challenge, ct);
        await EnqueueAsync(issued, challenge.Address, template, recipient, ct);
        return issued.Challenge;
    }

    /// <summary>Sends the first code of a challenge that was made without one.</summary>
    /// <returns>Null when it is queued; else the customer has had too many text messages.</returns>
    public async Task<Error?> PutAsync(CodeChallenge challenge, CodeChannel channel, string address, string template, User recipient, CancellationToken ct)
    {
        if (channel is CodeChannel.Sms && await limits.TakeTextMessageAsync(recipient.Id, ct) is { } error)
            return error;
        await EnqueueAsync(await codes.PutAsync(challenge, channel, address, ct), address, template, recipient, ct);
        return null;
    }

    /// <summary>Sends a new code for an open challenge; for a decoy nothing is sent and the answer is the same.</summary>
    public async Task<ResendCodeResult> ResendAsync(Guid id, CodePurpose purpose, string template, CancellationToken ct)
    {
        var result = await codes.ResendAsync(id, purpose, ct);
        if (result is not ResendCodeResult.Renewed(var issued, var address))
            return result;

        // A decoy looks for nobody, so that it takes as long.
        if (await users.FindByIdAsync(issued.Challenge.UserId ?? issued.Challenge.Id, ct) is { } recipient)
            await EnqueueAsync(issued, address, template, recipient, ct);
        return result;
    }

    private Task EnqueueAsync(IssuedCode issued, string address, string template, User recipient, CancellationToken ct) => notifications.EnqueueAsync(
        new NewNotification(
            recipient.Id, issued.Challenge.Channel is CodeChannel.Sms ? "sms" : "email", address, template, recipient.Locale,
            issued.Challenge.UserId is null ? NotificationValues.Name(recipient.FirstName) : NotificationValues.Code(recipient.FirstName, issued.Code, options.Value.Lifetime),
            issued.Challenge.UserId is null ? TimeSpan.FromDays(1) : options.Value.Lifetime),
        ct);
}
