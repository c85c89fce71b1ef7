using Microsoft.Extensions.Options;
using UserService.Core.Partners.Sandbox;

namespace UserService.Core.Kyc.Verification;

/// <summary>
/// A register that answers by the first digits of the number, so that every way can be played on one machine. Never in Production. The
/// numbers are listed in docs/api/kyc.md: change both together.
/// </summary>
internal sealed class SandboxVerifier(IOptions<SandboxOptions> options) : IIdentityVerifier
{
    public string Name => "sandbox";

    public bool CanAnswer(IdentityQuestion question) => options.Value.Enabled is true;

    public long CostOf(KycCheckKind kind) => 0;

    public Task<IdentityAnswer> AskAsync(IdentityQuestion question, CancellationToken ct) => Task.FromResult(question.Kind switch
    {
        KycCheckKind.Bvn or KycCheckKind.Nin or KycCheckKind.Document => ByNumber(question, question.Claim.Number ?? ""),
        KycCheckKind.Address when question.Claim.Address is { } address && SandboxRules.IsNowhere(address.Line1) => new IdentityAnswer.Denied(KycReasons.Mismatch),
        _ => new IdentityAnswer.Confirmed(1),
    });

    public Task<IdentityAnswer> FollowUpAsync(IdentityQuestion question, string reference, CancellationToken ct) =>
        Task.FromResult<IdentityAnswer>(new IdentityAnswer.Found(Same(question)));

    private static IdentityAnswer ByNumber(IdentityQuestion question, string number) => SandboxRules.Prefix(number) switch
    {
        "333" => new IdentityAnswer.Found(Same(question) with { FirstName = question.FirstName[..1] }), // an initial only: people look
        "444" => new IdentityAnswer.Found(Same(question) with { FirstName = "Somebody", LastName = "Else" }),
        "555" => new IdentityAnswer.Denied(KycReasons.NotFound),
        "666" => new IdentityAnswer.Found(Same(question) with { Watchlisted = true }),
        "777" => new IdentityAnswer.Unavailable("sandbox"),
        "888" => new IdentityAnswer.Pending($"sandbox-{question.CheckId:N}", ContinueUrl: null),
        _ => new IdentityAnswer.Found(Same(question)),
    };

    private static IdentityRecord Same(IdentityQuestion question) =>
        new() { FirstName = question.FirstName, LastName = question.LastName, DateOfBirth = question.Claim.DateOfBirth };
}
