using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using UserService.Core.Errors;
using UserService.Core.Kyc;
using UserService.Core.Partners;
using UserService.Core.Persistence;

namespace UserService.Core.Banking.Accounts;

/// <summary>Finds the name on an account: of several partners the first that answers, and each question is paid for once.</summary>
internal sealed class AccountLookup(UserDbContext db, IEnumerable<IBankAccountResolver> resolvers, PaidCalls calls, IOptions<BankingOptions> options, TimeProvider time)
{
    private const string Operation = "account";
    private const string NotThere = "-"; // no name of a person folds to this
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly Error BeingAsked = KycErrors.InProgress with { RetryAfter = TimeSpan.FromSeconds(2) };

    public async Task<(string? Name, string? Provider, Error? Error)> FindAsync(Guid userId, string bankCode, string accountNumber, CancellationToken ct)
    {
        var since = time.GetUtcNow() - Day;
        var asked = await db.PartnerCalls.Where(c => c.UserId == userId && c.Operation == Operation && c.AskedAt > since).OrderBy(c => c.AskedAt).Select(c => c.AskedAt).ToListAsync(ct);
        if (asked.Count >= options.Value.LookupsPerDay)
            return (null, null, CommonErrors.TooManyAttempts(asked[0] - since));
        var sources = options.Value.Order.SelectMany(name => resolvers.Where(r => r.Name == name && r.IsConfigured))
            .Select(r => new PaidSource(r.Name, r.Cost, ct => AskAsync(r, bankCode, accountNumber, ct))).ToList();
        return await calls.AskAsync(new PaidQuestion(userId, Operation, $"{bankCode}\n{accountNumber}"), sources, ct) switch
        {
            PaidResult.Answered(var provider, var name) => name == NotThere ? (null, provider, BankingErrors.AccountNotFound) : (name, provider, null),
            PaidResult.BeingAsked => (null, null, BeingAsked),
            _ => (null, null, CommonErrors.Unavailable),
        };
    }

    private static async Task<PaidAnswer> AskAsync(IBankAccountResolver resolver, string bankCode, string accountNumber, CancellationToken ct) =>
        await resolver.ResolveAsync(bankCode, accountNumber, ct) switch
        {
            AccountAnswer.Found(var name) => new PaidAnswer.Given(name),
            AccountAnswer.NotFound => new PaidAnswer.Given(NotThere),
            AccountAnswer.Unavailable => new PaidAnswer.NotMade(),
            _ => resolver.Cost == 0 ? new PaidAnswer.NotMade() : new PaidAnswer.Unknown(), // reading for nothing may be repeated
        };
}
