namespace UserService.Core.Banking.Banks;

/// <summary>The banks that accounts can be linked at.</summary>
public interface IBankDirectory
{
    /// <summary>By name; null where no partner has ever told and none can now.</summary>
    Task<IReadOnlyList<Bank>?> ListAsync(CancellationToken ct);
}
