using UserService.Core.Accounts;
using UserService.Core.Audit;
using UserService.Core.Errors;

namespace UserService.Core.Entitlements;

/// <summary>Limits that customers set for themselves. Callers ask for a recent second factor before a change.</summary>
public interface ICustomerLimitService
{
    Task<CustomerLimits> GetAsync(Guid userId, CancellationToken ct);

    /// <summary>Changes the limits if they still are at what is <paramref name="expected"/>. They count from the next question on every host.</summary>
    Task<CustomerLimitResult> ChangeAsync(Guid userId, ExpectedRevision expected, CustomerLimitChange change, Actor actor, CancellationToken ct);
}

/// <summary>What is absent stays; null takes a limit away, so that the tier's alone counts.</summary>
public sealed record CustomerLimitChange
{
    public Optional<long?> Single { get; init; }

    public Optional<long?> Daily { get; init; }

    public Optional<bool> InstantPayments { get; init; }
}

/// <summary>How a change ended.</summary>
public abstract record CustomerLimitResult
{
    public sealed record Changed(CustomerLimits Limits) : CustomerLimitResult;

    public sealed record Failed(Error Error) : CustomerLimitResult;
}
