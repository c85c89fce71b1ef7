namespace UserService.Core.Notifications;

/// <summary>The words of messages about verification.</summary>
internal static class KycTemplates
{
    internal static readonly Dictionary<(string Template, string Language), (string Subject, string Text)> Words = new()
    {
        [(TemplateNames.KycApproved, "en")] = (
            "Your identity is verified",
            "Hello {firstName},\n\nYour identity is verified and your account is now at tier {tier}. Your new limits are in the app.\n\nIf you did not ask for this, call the bank."),
        [(TemplateNames.KycApproved, "fr")] = (
            "Votre identité est vérifiée",
            "Bonjour {firstName},\n\nVotre identité est vérifiée et votre compte est maintenant au niveau {tier}. Vos nouvelles limites sont dans l'application.\n\nSi vous n'avez rien demandé, appelez la banque."),
        [(TemplateNames.KycRejected, "en")] = (
            "We could not verify your identity",
            "Hello {firstName},\n\nWe could not verify your identity. {reason}\n\nYou can try again in the app."),
        [(TemplateNames.KycRejected, "fr")] = (
            "Nous n'avons pas pu vérifier votre identité",
            "Bonjour {firstName},\n\nNous n'avons pas pu vérifier votre identité. {reason}\n\nVous pouvez réessayer dans l'application."),
        [(TemplateNames.KycRenewal, "en")] = (
            "Please renew your verification",
            "Hello {firstName},\n\nBanks have to check from time to time that what they know of their customers is still true. Please confirm your details in the app by {date}."),
        [(TemplateNames.KycRenewal, "fr")] = (
            "Veuillez renouveler votre vérification",
            "Bonjour {firstName},\n\nLes banques doivent vérifier régulièrement que leurs informations sur leurs clients sont à jour. Veuillez confirmer vos informations dans l'application avant le {date}."),
        [(TemplateNames.KycOverdue, "en")] = (
            "Payments from your account are on hold",
            "Hello {firstName},\n\nYour verification was not renewed in time, so no money can leave your account. Confirm your details in the app, and payments work again."),
        [(TemplateNames.KycOverdue, "fr")] = (
            "Les paiements de votre compte sont suspendus",
            "Bonjour {firstName},\n\nVotre vérification n'a pas été renouvelée à temps : aucun argent ne peut sortir de votre compte. Confirmez vos informations dans l'application pour rétablir les paiements."),
    };
}
