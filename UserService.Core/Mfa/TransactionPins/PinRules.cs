namespace UserService.Core.Mfa.TransactionPins;

/// <summary>Which PINs nobody should have. A study of 3.4 million PINs (DataGenetics, 2012) found that these few patterns cover a fifth of them.</summary>
internal static class PinRules
{
    private static readonly HashSet<string> Common = ["1004", "2000", "2580", "1212", "6969", "1122", "1313", "2001", "1010", "159753", "123123", "121212", "112233", "696969", "159357"];

    public static bool IsPin(string text) => text.Length is >= 4 and <= 6 && text.All(char.IsAsciiDigit);

    /// <summary>All digits alike, digits in a row up or down, or one of the commonest.</summary>
    public static bool IsTooCommon(string pin) => Common.Contains(pin) || HasStep(pin, 0) || HasStep(pin, 1) || HasStep(pin, -1);

    private static bool HasStep(string pin, int step) => pin.Zip(pin.Skip(1)).All(pair => pair.Second - pair.First == step);
}
