using System.Net;

namespace UserService.Core.Notifications;

/// <summary>The words of every message, by template and language. English where a language is missing.</summary>
internal static class MessageTemplates
{
    private static readonly Dictionary<(string Template, string Language), (string Subject, string Text)> Words = new(MfaMessages.Words)
    {
        [(TemplateNames.RegistrationCode, "en")] = (
            "Your verification code",
            "Hello {firstName},\n\nYour code is {code}. It is good for {minutes} minutes.\n\nNobody from the bank will ever ask you for it. If you did not open an account, ignore this message."),
        [(TemplateNames.RegistrationCode, "fr")] = (
            "Votre code de vérification",
            "Bonjour {firstName},\n\nVotre code est {code}. Il est valable {minutes} minutes.\n\nLa banque ne vous le demandera jamais. Si vous n'avez pas ouvert de compte, ignorez ce message."),
        [(TemplateNames.RegistrationTaken, "en")] = (
            "You already have an account",
            "Hello {firstName},\n\nSomebody, perhaps you, tried to open an account with this address. You have one already: sign in, or choose \"Forgot password\".\n\nIf it was not you, there is nothing to do: nobody was told that you are a customer."),
        [(TemplateNames.RegistrationTaken, "fr")] = (
            "Vous avez déjà un compte",
            "Bonjour {firstName},\n\nQuelqu'un, peut-être vous, a voulu ouvrir un compte avec cette adresse. Vous en avez déjà un : connectez-vous, ou choisissez « Mot de passe oublié ».\n\nSi ce n'était pas vous, il n'y a rien à faire : personne n'a appris que vous êtes client."),
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
            notification.Id, notification.Channel, content.To, notification.Template, Fill(subject, content.Values), filled, Html(language, subject, filled));
    }

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
