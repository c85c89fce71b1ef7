namespace UserService.Core.Kyc;

/// <summary>Codes in words for customers, in English and French. They say what to do, and nothing that helps a fraudster.</summary>
internal static class KycWords
{
    private static readonly Dictionary<string, (string English, string French)> Reasons = new()
    {
        [KycReasons.NotFound] = ("The register has no such number. Check the digits and try again.", "Le registre ne connaît pas ce numéro. Vérifiez les chiffres et réessayez."),
        [KycReasons.NameDiffers] = (
            "The name in the register is not the name on your account. Correct your name, or the record at the register, and try again.",
            "Le nom du registre n'est pas celui de votre compte. Corrigez votre nom, ou l'inscription au registre, et réessayez."),
        [KycReasons.NameUnclear] = ("We are looking at a small difference in your name.", "Nous examinons une petite différence dans votre nom."),
        [KycReasons.DateOfBirthDiffers] = (
            "The date of birth is not the one in the register, or not the one that we have of you. Check it and try again.",
            "La date de naissance n'est pas celle du registre, ou pas celle que nous avons de vous. Vérifiez-la et réessayez."),
        [KycReasons.NumberInUse] = ("This number has been used for another account. Call us, and we will look into it.", "Ce numéro a été utilisé pour un autre compte. Appelez-nous."),
        [KycReasons.Mismatch] = ("What you sent does not belong together. Check it and try again.", "Les informations envoyées ne concordent pas. Vérifiez-les et réessayez."),
        [KycReasons.Unreadable] = ("The picture cannot be read. Take it again in good light.", "L'image est illisible. Reprenez-la avec un bon éclairage."),
        [KycReasons.DocumentExpired] = ("The document has expired. Send one that is valid.", "Le document a expiré. Envoyez-en un valable."),
        [KycReasons.FaceDiffers] = ("The face is not the one in the register. Take the picture again in good light.", "Le visage n'est pas celui du registre. Reprenez la photo avec un bon éclairage."),
        [KycReasons.Watchlisted] = ("We have to look at your account. You need not do anything.", "Nous devons examiner votre compte. Vous n'avez rien à faire."),
        [KycReasons.NotVerifiable] = ("We are checking this by hand. You need not do anything.", "Nous vérifions ceci à la main. Vous n'avez rien à faire."),
        [KycReasons.NoAnswer] = ("The register did not answer in time. Try again.", "Le registre n'a pas répondu à temps. Réessayez."),
        [KycReasons.TooYoung] = ("You have to be older to open an account.", "Vous êtes trop jeune pour ouvrir un compte."),
        [KycReasons.DecidedByStaff] = (
            "Our staff could not accept what you sent. Check it and try again.", "Notre équipe n'a pas pu accepter votre envoi. Vérifiez-le et réessayez."),
    };

    // What tells to wait while people look at it is wrong once they have refused it.
    private static readonly Dictionary<string, (string English, string French)> Refusals = new()
    {
        [KycReasons.NameUnclear] = Reasons[KycReasons.NameDiffers],
        [KycReasons.NotVerifiable] = ("We could not confirm what you sent. Check it and try again.", "Nous n'avons pas pu confirmer votre envoi. Vérifiez-le et réessayez."),
        [KycReasons.Watchlisted] = ("We could not go on with your verification. Call us.", "Nous n'avons pas pu poursuivre votre vérification. Appelez-nous."),
    };

    private static readonly Dictionary<string, (string English, string French)> Restrictions = new()
    {
        ["no_identity"] = ("Prove your BVN or NIN to use your account.", "Prouvez votre BVN ou NIN pour utiliser votre compte."),
        ["account_frozen"] = ("You have frozen your account.", "Vous avez bloqué votre compte."),
        ["account_suspended"] = ("Your account is stopped. Call us.", "Votre compte est suspendu. Appelez-nous."),
        ["account_pending"] = ("Confirm your e-mail address first.", "Confirmez d'abord votre adresse e-mail."),
        ["new_device"] = ("Payments from a new device are limited for 24 hours.", "Les paiements depuis un nouvel appareil sont limités pendant 24 heures."),
        [KycReasons.Watchlisted] = ("Payments are on hold while we look at your account.", "Les paiements sont suspendus pendant que nous examinons votre compte."),
        ["renewal_overdue"] = ("Renew your verification to pay again.", "Renouvelez votre vérification pour pouvoir payer à nouveau."),
        ["set_by_staff"] = ("Payments are on hold. Call us.", "Les paiements sont suspendus. Appelez-nous."),
    };

    public static string Reason(string code, string locale) => In(Reasons.TryGetValue(code, out var words) ? words : Reasons[KycReasons.Mismatch], locale);

    /// <summary>Of what has failed: what the customer can do now.</summary>
    public static string Refusal(string code, string locale) => Refusals.TryGetValue(code, out var words) ? In(words, locale) : Reason(code, locale);

    public static string Restriction(string code, string locale) => In(Restrictions.TryGetValue(code, out var words) ? words : Restrictions["set_by_staff"], locale);

    private static string In((string English, string French) words, string locale) => locale.Split('-')[0] == "fr" ? words.French : words.English;
}
