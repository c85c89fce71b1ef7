using System.ComponentModel.DataAnnotations;

namespace UserService.Api.Contracts;

/// <summary>Marks a member of a request that must be there and may be null: leaving it out could be an oversight, null is said.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RequiredOrNullAttribute : RequiredAttribute
{
    public override bool IsValid(object? value) => true;
}
