namespace UserService.Core.Accounts;

/// <summary>The few things about a user that every answer to a sign-in carries.</summary>
/// <param name="Status"><c>pending</c>, <c>active</c>, <c>frozen</c>, <c>suspended</c> or <c>erased</c>.</param>
/// <param name="KycTier">0 to 3.</param>
public sealed record UserSummary(Guid Id, string? Email, string FirstName, string LastName, string Status, int KycTier)
{
    internal static UserSummary Of(User user) =>
        new(user.Id, user.Email, user.FirstName, user.LastName, user.Status.ToWire(), user.KycTier);

    public override string ToString() => $"[user {Id}]";
}
