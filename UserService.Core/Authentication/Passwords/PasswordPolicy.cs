using System.Globalization;
using Microsoft.Extensions.Options;

namespace UserService.Core.Authentication.Passwords;

/// <summary>Judges NEW passwords: length, known breaches, guessability, personal data. No composition rules (NIST SP 800-63B-4).</summary>
public sealed class PasswordPolicy
{
    // zxcvbn's time grows faster than the length: 12 ms at 72 characters, 177 ms at 250 (measured on one core). What follows can only make
    // a password stronger, so the score of the beginning is a safe lower bound; the blocklist sees the whole password.
    private const int GuessedCharacters = 72;

    // A password of one repeated emoji scores 4: zxcvbn sees its surrogates as a cardinality, not as a repetition.
    private const int LeastDistinctCodePoints = 4;

    private readonly PasswordOptions _options;
    private readonly BreachedPasswordList _breached;
    private readonly PwnedRangeClient _range;
    private readonly Zxcvbn.Zxcvbn _zxcvbn = new();

    internal PasswordPolicy(IOptions<PasswordOptions> options, BreachedPasswordList breached, PwnedRangeClient range)
    {
        _options = options.Value;
        _breached = breached;
        _range = range;
    }

    /// <summary>Everything that can be judged in this process. Prefer <see cref="AssessAsync"/>, which asks the range service too.</summary>
    /// <param name="password">The new password.</param>
    /// <param name="personalWords">Names, e-mail address, phone number, as they are: they are taken apart here.</param>
    public PasswordAssessment Assess(Password password, IReadOnlyList<string> personalWords)
    {
        var text = password.Reveal();
        var words = PersonalWords.Split(personalWords.Concat(_options.ContextWords));
        var violations = new List<PasswordViolation>();
        if (password.CodePoints < _options.MinimumLength)
            violations.Add(new(PasswordViolations.TooShort, string.Create(CultureInfo.InvariantCulture, $"Use at least {_options.MinimumLength} characters.")));
        if (password.CodePoints > _options.MaximumLength)
            violations.Add(new(PasswordViolations.TooLong, string.Create(CultureInfo.InvariantCulture, $"Use at most {_options.MaximumLength} characters.")));
        if (PersonalWords.MakeUp(text, words))
            violations.Add(new(PasswordViolations.ContainsPersonalData, "This is little more than your name, your address or the name of this service."));
        if (_breached.Contains(text))
            violations.Add(Breached());
        else if (IsGuessable(text, words))
            violations.Add(new(PasswordViolations.TooGuessable, "This is easy to guess. Several unrelated words make a stronger password."));
        return violations.Count == 0 ? PasswordAssessment.Accepted.Instance : new PasswordAssessment.Rejected(violations);
    }

    /// <summary>As <see cref="Assess"/>, and the range service where one is configured. Its failure accepts: it must not stop registrations.</summary>
    public async ValueTask<PasswordAssessment> AssessAsync(Password password, IReadOnlyList<string> personalWords, CancellationToken ct)
    {
        var assessment = Assess(password, personalWords);
        if (assessment is PasswordAssessment.Rejected || !await _range.ContainsAsync(password, ct))
            return assessment;
        return new PasswordAssessment.Rejected([Breached()]);
    }

    private static PasswordViolation Breached() =>
        new(PasswordViolations.Breached, "This password became known when another service was broken into. Choose one that you use nowhere else.");

    private bool IsGuessable(string text, IReadOnlyCollection<string> words)
    {
        if (text.EnumerateRunes().Distinct().Count() < LeastDistinctCodePoints)
            return true;
        var beginning = text.Length <= GuessedCharacters ? text : text[..GuessedCharacters];
        return _zxcvbn.EvaluatePassword(beginning, words).Score < _options.MinimumScore;
    }
}
