namespace UserService.Core.Notifications;

/// <summary>The words of messages about the customer's data.</summary>
internal static class PrivacyMessages
{
    internal static readonly Dictionary<(string Template, string Language), (string Subject, string Text)> Words = new()
    {
        [(TemplateNames.ExportReady, "en")] = (
            "The copy of your data is ready",
            "Hello {firstName},\n\nThe copy of your data that you asked for is ready. Sign in and fetch it here, once, within {hours} hours: {link}\n\nIf you did not ask for it, change your password at once and call the bank."),
        [(TemplateNames.ExportReady, "fr")] = (
            "La copie de vos données est prête",
            "Bonjour {firstName},\n\nLa copie de vos données que vous avez demandée est prête. Connectez-vous et récupérez-la ici, une seule fois, dans les {hours} heures : {link}\n\nSi vous ne l'avez pas demandée, changez immédiatement votre mot de passe et appelez la banque."),
        [(TemplateNames.ErasureScheduled, "en")] = (
            "Your account will be erased",
            "Hello {firstName},\n\nAs you asked, everything we keep of you will be erased on {date}. It cannot be brought back after that, and no further message will come.\n\nYou can change your mind until then: sign in and cancel the erasure. If it was not you, do so at once and change your password."),
        [(TemplateNames.ErasureScheduled, "fr")] = (
            "Votre compte va être effacé",
            "Bonjour {firstName},\n\nComme vous l'avez demandé, tout ce que nous conservons de vous sera effacé le {date}. Rien ne pourra être rétabli ensuite, et aucun autre message ne suivra.\n\nVous pouvez changer d'avis jusque-là : connectez-vous et annulez l'effacement. Si ce n'était pas vous, faites-le immédiatement et changez votre mot de passe."),
        [(TemplateNames.ErasureCancelled, "en")] = (
            "Your account will not be erased",
            "Hello {firstName},\n\nThe erasure of your account was cancelled; everything stays as it is.\n\nIf it was not you, change your password at once and call the bank."),
        [(TemplateNames.ErasureCancelled, "fr")] = (
            "Votre compte ne sera pas effacé",
            "Bonjour {firstName},\n\nL'effacement de votre compte a été annulé ; tout reste en l'état.\n\nSi ce n'était pas vous, changez immédiatement votre mot de passe et appelez la banque."),
    };
}
