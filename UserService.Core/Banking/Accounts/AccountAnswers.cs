using UserService.Core.Partners;

namespace UserService.Core.Banking.Accounts;

/// <summary>Partners' answers to a look-up, as ours.</summary>
internal static class AccountAnswers
{
    public static AccountAnswer Of(PartnerAnswer<string> answer) => answer switch
    {
        PartnerAnswer<string>.Answered(var name) when !string.IsNullOrWhiteSpace(name) => new AccountAnswer.Found(name),
        PartnerAnswer<string>.Answered or PartnerAnswer<string>.Refused => new AccountAnswer.NotFound(),
        PartnerAnswer<string>.Unavailable => new AccountAnswer.Unavailable(),
        _ => new AccountAnswer.Unknown(),
    };
}
