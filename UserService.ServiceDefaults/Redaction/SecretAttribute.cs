using Microsoft.Extensions.Compliance.Classification;

namespace UserService.ServiceDefaults.Redaction;

/// <summary>Marks a secret; it is erased from logs like <see cref="PersonalDataAttribute"/>'s values, and under the same condition.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SecretAttribute() : DataClassificationAttribute(DataClasses.Secret);
