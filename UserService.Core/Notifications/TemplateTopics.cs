using UserService.Core.Preferences;

namespace UserService.Core.Notifications;

/// <summary>
/// Which topic a message belongs to, and so which of the customer's choices it obeys. What is not named here is about the security of the account or was asked for
/// a moment ago (codes, links): that is always sent, and at once.
/// </summary>
internal static class TemplateTopics
{
    public static string Of(string template) => template switch
    {
        TemplateNames.KycApproved or TemplateNames.KycRejected or TemplateNames.KycRenewal or TemplateNames.KycOverdue => Topics.Account,
        _ => Topics.Security,
    };
}
