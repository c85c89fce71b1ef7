using Microsoft.Extensions.Compliance.Classification;

namespace UserService.ServiceDefaults.Redaction;

/// <summary>
/// Marks personal data: a parameter of a <c>[LoggerMessage]</c> method, or a property of an object logged with
/// <c>[LogProperties]</c>, that carries it is erased before any log provider sees it. The project that declares the method must
/// reference Microsoft.Extensions.Telemetry.Abstractions itself: only its generator reads the mark.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class PersonalDataAttribute() : DataClassificationAttribute(DataClasses.PersonalData);
