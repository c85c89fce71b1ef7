using Microsoft.Extensions.Compliance.Classification;

namespace UserService.ServiceDefaults.Redaction;

/// <summary>What a value is, where it matters to whoever stores logs.</summary>
public static class DataClasses
{
    private const string Taxonomy = "UserService";

    /// <summary>Says something about a person: an address, a name, a number by which somebody can be found.</summary>
    public static DataClassification PersonalData { get; } = new(Taxonomy, nameof(PersonalData));

    /// <summary>Lets its holder in: a password, a code, a token, a key.</summary>
    public static DataClassification Secret { get; } = new(Taxonomy, nameof(Secret));
}
