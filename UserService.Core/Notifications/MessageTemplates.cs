using System.Net;

namespace UserService.Core.Notifications;

/// <summary>The words of every message, by template and language. English where a language is missing.</summary>
internal static class MessageTemplates
{
    private static readonly Dictionary<(string Template, string Language), (string Subject, string Text)> Words = new(MfaMessages.Words.Concat(KycTemplates.Words).Concat(PrivacyMessages.Words))
    {
        [(TemplateNames.RegistrationCode, "en")] = (
            "Your verification code",
            "Hello {firstName},\n\nYour code is {code}. It is good for {minutes} minutes.\n\nNobody from the bank will ever ask you for it. If you did not open an account, ignore this message."),
        [(TemplateNames.RegistrationCode, "fr")] = (
            "Votre code de vérification",
            "Bonjour {firstName},\n\nVotre code est {code}. Il est valable {minutes} minutes.\n\nLa banque ne vous le demandera jamais. Si vous n'avez pas ouvert de compte, ignorez ce message."),
        [(TemplateNames.RegistrationTaken, "en")] = (
            "You already have an account",
            "Hello {firstName},\n\nSomebody, perhaps you, tried to open an account with this address or number. You have one already: sign in, or choose \"Forgot password\".\n\nIf it was not you, there is nothing to do: nobody was told that you are a customer."),
        [(TemplateNames.RegistrationTaken, "fr")] = (
            "Vous avez déjà un compte",
            "Bonjour {firstName},\n\nQuelqu'un, peut-être vous, a voulu ouvrir un compte avec cette adresse ou ce numéro. Vous en avez déjà un : connectez-vous, ou choisissez « Mot de passe oublié ».\n\nSi ce n'était pas vous, il n'y a rien à faire : personne n'a appris que vous êtes client."),
        [(TemplateNames.PasswordResetCode, "en")] = (
            "Your code to set a new password",
            "Hello {firstName},\n\nYour code is {code}. It is good for {minutes} minutes.\n\nNobody from the bank will ever ask you for it. If you did not ask for it, ignore this message: your password stays as it is."),
        [(TemplateNames.PasswordResetCode, "fr")] = (
            "Votre code pour un nouveau mot de passe",
            "Bonjour {firstName},\n\nVotre code est {code}. Il est valable {minutes} minutes.\n\nLa banque ne vous le demandera jamais. Si vous ne l'avez pas demandé, ignorez ce message : votre mot de passe reste inchangé."),
        [(TemplateNames.PasswordChanged, "en")] = (
            "Your password was changed",
            "Hello {firstName},\n\nYour password was changed a moment ago, and you were signed out everywhere else.\n\nIf it was not you, choose \"Forgot password\" at once and call the bank."),
        [(TemplateNames.PasswordChanged, "fr")] = (
            "Votre mot de passe a été modifié",
            "Bonjour {firstName},\n\nVotre mot de passe vient d'être modifié et vous avez été déconnecté partout ailleurs.\n\nSi ce n'était pas vous, choisissez « Mot de passe oublié » immédiatement et appelez la banque."),
        [(TemplateNames.ContactChangeCode, "en")] = (
            "Confirm your new contact",
            "Hello {firstName},\n\nYour code is {code}. It is good for {minutes} minutes.\n\nNobody from the bank will ever ask you for it. If you are not changing your contact details, ignore this message."),
        [(TemplateNames.ContactChangeCode, "fr")] = (
            "Confirmez votre nouveau contact",
            "Bonjour {firstName},\n\nVotre code est {code}. Il est valable {minutes} minutes.\n\nLa banque ne vous le demandera jamais. Si vous ne modifiez pas vos coordonnées, ignorez ce message."),
        [(TemplateNames.ContactChanged, "en")] = (
            "Your contact details were changed",
            "Hello {firstName},\n\nThis address or number no longer belongs to your account.\n\nIf it was not you, undo the change within 72 hours: {link}"),
        [(TemplateNames.ContactChanged, "fr")] = (
            "Vos coordonnées ont été modifiées",
            "Bonjour {firstName},\n\nCette adresse ou ce numéro n'est plus lié à votre compte.\n\nSi ce n'était pas vous, annulez la modification dans les 72 heures : {link}"),
        [(TemplateNames.ContactAdded, "en")] = (
            "A contact was added to your account",
            "Hello {firstName},\n\nFrom now on you can also sign in and be reached with {contact}.\n\nIf it was not you, undo it within 72 hours: {link}"),
        [(TemplateNames.ContactAdded, "fr")] = (
            "Un contact a été ajouté à votre compte",
            "Bonjour {firstName},\n\nVous pouvez désormais aussi vous connecter et être joint avec {contact}.\n\nSi ce n'était pas vous, annulez l'ajout dans les 72 heures : {link}"),
        [(TemplateNames.NewDevice, "en")] = (
            "New sign-in to your account",
            "Hello {firstName},\n\nA device signed in to your account for the first time: {device}.\n\nIf it was not you, freeze your account now: {link}"),
        [(TemplateNames.NewDevice, "fr")] = (
            "Nouvelle connexion à votre compte",
            "Bonjour {firstName},\n\nUn appareil s'est connecté à votre compte pour la première fois : {device}.\n\nSi ce n'était pas vous, bloquez votre compte maintenant : {link}"),
        [(TemplateNames.AccountFrozen, "en")] = (
            "Your account is frozen",
            "Hello {firstName},\n\nYour account is frozen: no money leaves it and every device was signed out.\n\nSign in to unfreeze it, or call the bank."),
        [(TemplateNames.AccountFrozen, "fr")] = (
            "Votre compte est bloqué",
            "Bonjour {firstName},\n\nVotre compte est bloqué : aucun argent n'en sort et tous les appareils ont été déconnectés.\n\nConnectez-vous pour le débloquer, ou appelez la banque."),
        [(TemplateNames.AccountSuspended, "en")] = (
            "Your account is suspended",
            "Hello {firstName},\n\nThe bank has suspended your account: nobody can sign in and no money leaves it.\n\nPlease call the bank, or visit a branch with your identity document."),
        [(TemplateNames.AccountSuspended, "fr")] = (
            "Votre compte est suspendu",
            "Bonjour {firstName},\n\nLa banque a suspendu votre compte : personne ne peut se connecter et aucun argent n'en sort.\n\nAppelez la banque ou passez en agence avec votre pièce d'identité."),
        [(TemplateNames.AccountReinstated, "en")] = (
            "Your account can be used again", "Hello {firstName},\n\nYour account is no longer suspended.\n\nSign in as usual."),
        [(TemplateNames.AccountReinstated, "fr")] = (
            "Votre compte est de nouveau utilisable", "Bonjour {firstName},\n\nVotre compte n'est plus suspendu.\n\nConnectez-vous comme d'habitude."),
        [(TemplateNames.FactorsReset, "en")] = (
            "Your sign-in methods were reset",
            "Hello {firstName},\n\nAt your request the bank has removed your authenticator apps, passkeys and recovery codes, and signed out every device.\n\nIf you did not ask for it, call the bank at once."),
        [(TemplateNames.FactorsReset, "fr")] = (
            "Vos moyens de connexion ont été réinitialisés",
            "Bonjour {firstName},\n\nÀ votre demande, la banque a supprimé vos applications d'authentification, clés d'accès et codes de secours, et déconnecté tous les appareils.\n\nSi vous ne l'avez pas demandé, appelez la banque immédiatement."),
        [(TemplateNames.LoginCode, "en")] = (
            "Your sign-in code",
            "Hello {firstName},\n\nYour code to sign in is {code}. It is good for {minutes} minutes.\n\nNobody from the bank will ever ask you for it. If you are not signing in, somebody knows your password: change it now."),
        [(TemplateNames.LoginCode, "fr")] = (
            "Votre code de connexion",
            "Bonjour {firstName},\n\nVotre code de connexion est {code}. Il est valable {minutes} minutes.\n\nLa banque ne vous le demandera jamais. Si vous n'êtes pas en train de vous connecter, quelqu'un connaît votre mot de passe : changez-le maintenant."),
    };

    public static RenderedMessage Render(Notification notification, NotificationContent content)
    {
        var language = notification.Locale.Split('-')[0];
        var (subject, text) = Words.TryGetValue((notification.Template, language), out var words) ? words : Words[(notification.Template, "en")];
        var filled = Fill(text, content.Values);
        return new RenderedMessage(
            notification.Id, notification.Channel, content.To, notification.Template, Fill(subject, content.Values), filled, Html(language, subject, filled),
            notification.ExpiresAt);
    }

    /// <summary>A message as it stays in the app: without its links, which are for who is not signed in. Null where it is a code, or no news of an account.</summary>
    public static (string Title, string Text)? Notice(string template, string locale, IReadOnlyDictionary<string, string> values)
    {
        var (subject, text) = Words.TryGetValue((template, locale.Split('-')[0]), out var words) ? words : Words[(template, "en")];
        if (template == TemplateNames.RegistrationTaken || text.Contains("{code}", StringComparison.Ordinal))
            return null;
        var paragraphs = text.Split("\n\n").Where(p => !p.Contains("{link}", StringComparison.Ordinal)).Skip(1); // the first is a greeting
        return (Fill(subject, values), Fill(string.Join("\n\n", paragraphs), values));
    }

    /// <summary>Every template in every language that it is there in.</summary>
    public static IReadOnlyCollection<(string Template, string Language)> All => Words.Keys;

    /// <summary>Subject and text with their placeholders.</summary>
    public static string TextOf(string template, string language) => $"{Words[(template, language)].Subject}\n{Words[(template, language)].Text}";

    private static string Fill(string text, IReadOnlyDictionary<string, string> values)
    {
        foreach (var (name, value) in values)
            text = text.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        return text;
    }

    // Everything is encoded, values and words alike: a name is text, never markup.
    private static string Html(string language, string subject, string text) =>
        $"""
         <!doctype html><html lang="{WebUtility.HtmlEncode(language)}"><head><meta charset="utf-8"><title>{WebUtility.HtmlEncode(subject)}</title></head>
         <body style="font-family:sans-serif;max-width:36em;margin:2em auto;line-height:1.5">
         {string.Join("\n", text.Split("\n\n").Select(p => $"<p>{WebUtility.HtmlEncode(p)}</p>"))}
         </body></html>
         """;
}
