using System.Net;

namespace UserService.Core.Authentication.Throttling;

/// <summary>Who tries a secret. Nothing of it is stored as it is: every part becomes a keyed hash.</summary>
/// <param name="Purpose">Which secret: <c>login</c>, <c>pin</c>, …; each has counters of its own. At most 32 characters.</param>
/// <param name="Account">
/// The account's id where it is known, else the identifier in its normal form, so that every spelling shares one counter. An account that
/// can be named by e-mail and by phone should be given by id, or each name has a budget of its own.
/// </param>
/// <param name="Address">Where the attempt comes from, after trusted proxies; null counts as one unknown place.</param>
/// <param name="KnownDevice">
/// Id of a device this account has proved before, else null. It is then held up only by its own counter, so that nobody
/// who hammers at the account or shares the network can lock its owner out.
/// </param>
public sealed record ThrottleSubject(string Purpose, string Account, IPAddress? Address, string? KnownDevice)
{
    /// <summary>Ids only would still be personal data here.</summary>
    public override string ToString() => $"{Purpose} attempt";
}
