namespace UserService.Core.Notifications;

/// <summary>The words of messages about second factors.</summary>
internal static class MfaMessages
{
    internal static readonly Dictionary<(string Template, string Language), (string Subject, string Text)> Words = new()
    {
        [(TemplateNames.ApprovalCode, "en")] = (
            "Your code to approve",
            "Hello {firstName},\n\nYour code to approve what you have just asked for is {code}. It is good for {minutes} minutes and for that alone.\n\nNobody from the bank will ever ask you for it. If you asked for nothing, call the bank now."),
        [(TemplateNames.ApprovalCode, "fr")] = (
            "Votre code d'approbation",
            "Bonjour {firstName},\n\nVotre code pour approuver ce que vous venez de demander est {code}. Il est valable {minutes} minutes et pour cela seulement.\n\nLa banque ne vous le demandera jamais. Si vous n'avez rien demandé, appelez la banque immédiatement."),
        [(TemplateNames.TransactionPinSet, "en")] = (
            "Your transaction PIN was set",
            "Hello {firstName},\n\nThe PIN that approves your payments was set a moment ago.\n\nIf it was not you, freeze your account at once and call the bank."),
        [(TemplateNames.TransactionPinSet, "fr")] = (
            "Votre code PIN de transaction a été défini",
            "Bonjour {firstName},\n\nLe code PIN qui approuve vos paiements vient d'être défini.\n\nSi ce n'était pas vous, bloquez votre compte immédiatement et appelez la banque."),
        [(TemplateNames.LoginRefused, "en")] = (
            "A sign-in was refused",
            "Hello {firstName},\n\nSomebody signed in to your account with the right password or passkey, from a device and a place that are not like yours. It was refused.\n\nIf it was you, sign in with a device that you have used before, or call the bank. If it was not, change your password at once."),
        [(TemplateNames.LoginRefused, "fr")] = (
            "Une connexion a été refusée",
            "Bonjour {firstName},\n\nQuelqu'un s'est connecté à votre compte avec le bon mot de passe ou la bonne clé d'accès, depuis un appareil et un lieu qui ne vous ressemblent pas. La connexion a été refusée.\n\nSi c'était vous, connectez-vous avec un appareil déjà utilisé ou appelez la banque. Sinon, changez immédiatement votre mot de passe."),
        [(TemplateNames.FactorAdded, "en")] = (
            "A way to sign in was added",
            "Hello {firstName},\n\nYour account has a new way to confirm sign-ins: {factor}.\n\nIf it was not you, remove it at once and change your password."),
        [(TemplateNames.FactorAdded, "fr")] = (
            "Un moyen de connexion a été ajouté",
            "Bonjour {firstName},\n\nVotre compte a un nouveau moyen de confirmer les connexions : {factor}.\n\nSi ce n'était pas vous, supprimez-le immédiatement et changez votre mot de passe."),
        [(TemplateNames.FactorRemoved, "en")] = (
            "A way to sign in was removed",
            "Hello {firstName},\n\nA way to confirm sign-ins was removed from your account: {factor}.\n\nIf it was not you, change your password at once and look at your account's factors."),
        [(TemplateNames.FactorRemoved, "fr")] = (
            "Un moyen de connexion a été supprimé",
            "Bonjour {firstName},\n\nUn moyen de confirmer les connexions a été supprimé de votre compte : {factor}.\n\nSi ce n'était pas vous, changez immédiatement votre mot de passe et vérifiez vos moyens de connexion."),
        [(TemplateNames.PasskeySuspected, "en")] = (
            "One of your passkeys was blocked",
            "Hello {firstName},\n\nSomebody tried to sign in with what looks like a copy of one of your passkeys. The sign-in was refused and the passkey works no more.\n\nSign in another way, remove the passkey and create a new one."),
        [(TemplateNames.PasskeySuspected, "fr")] = (
            "Une de vos clés d'accès a été bloquée",
            "Bonjour {firstName},\n\nQuelqu'un a essayé de se connecter avec ce qui semble être une copie d'une de vos clés d'accès. La connexion a été refusée et la clé ne fonctionne plus.\n\nConnectez-vous autrement, supprimez la clé et créez-en une nouvelle."),
        [(TemplateNames.RecoveryCodesCreated, "en")] = (
            "New recovery codes",
            "Hello {firstName},\n\nNew recovery codes were made for your account; the old ones work no more. Keep them where only you can read them.\n\nIf it was not you, change your password at once and make new codes."),
        [(TemplateNames.RecoveryCodesCreated, "fr")] = (
            "Nouveaux codes de récupération",
            "Bonjour {firstName},\n\nDe nouveaux codes de récupération ont été créés pour votre compte ; les anciens ne fonctionnent plus. Gardez-les là où vous seul pouvez les lire.\n\nSi ce n'était pas vous, changez immédiatement votre mot de passe et créez de nouveaux codes."),
        [(TemplateNames.RecoveryCodeUsed, "en")] = (
            "A recovery code was used",
            "Hello {firstName},\n\nSomebody signed in to your account with one of your recovery codes. Unused codes left: {left}.\n\nIf it was not you, change your password at once and make new codes."),
        [(TemplateNames.RecoveryCodeUsed, "fr")] = (
            "Un code de récupération a été utilisé",
            "Bonjour {firstName},\n\nQuelqu'un s'est connecté à votre compte avec un de vos codes de récupération. Codes restants : {left}.\n\nSi ce n'était pas vous, changez immédiatement votre mot de passe et créez de nouveaux codes."),
    };

    /// <summary>What customers call a kind of factor (<c>totp</c>, <c>passkey</c>, <c>sms</c>).</summary>
    public static string Label(string kind, string locale) => (kind, locale.Split('-')[0]) switch
    {
        ("totp", "fr") => "une application d'authentification",
        ("totp", _) => "an authenticator app",
        ("passkey", "fr") => "une clé d'accès (passkey)",
        ("passkey", _) => "a passkey",
        ("sms", "fr") => "des codes par SMS",
        ("sms", _) => "codes by text message",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
