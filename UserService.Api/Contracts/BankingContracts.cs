using System.ComponentModel.DataAnnotations;
using UserService.Core.Banking.Accounts;
using UserService.Core.Banking.Billers;
using UserService.Core.Errors;

namespace UserService.Api.Contracts;

/// <summary>A bank that accounts can be linked at.</summary>
internal sealed record BankResponse(string Code, string Name);

/// <summary>Links an account.</summary>
internal sealed record LinkAccountRequest
{
    /// <summary>From /v1/banking/banks.</summary>
    [Required]
    public string? BankCode { get; init; }

    /// <summary>10 digits (NUBAN).</summary>
    [Required]
    public string? AccountNumber { get; init; }
}

/// <summary>A linked account.</summary>
/// <param name="AccountNumber">Masked but for its last four digits.</param>
/// <param name="AccountName">As the bank has it.</param>
/// <param name="Verified">Whether that is clearly the customer's name.</param>
internal sealed record BankAccountResponse(Guid Id, string BankCode, string BankName, string AccountNumber, string AccountName, bool Verified, bool IsDefault, DateTimeOffset LinkedAt);

/// <summary>Something that can be paid for.</summary>
/// <param name="CustomerLabel">What the biller calls the customer's reference.</param>
internal sealed record BillResponse(string BillerCode, string ItemCode, string Name, string CustomerLabel);

/// <summary>Saves a biller.</summary>
internal sealed record SaveBillerRequest
{
    /// <summary>From /v1/banking/bills.</summary>
    [Required]
    public string? BillerCode { get; init; }

    /// <summary>From /v1/banking/bills.</summary>
    [Required]
    public string? ItemCode { get; init; }

    /// <summary>The customer's number at the biller: 1 to 50 characters.</summary>
    [Required]
    public string? Reference { get; init; }

    /// <summary>What the customer calls it: 1 to 60 characters.</summary>
    public string? Label { get; init; }
}

/// <summary>A saved biller.</summary>
/// <param name="CustomerName">As the biller has it; may be empty.</param>
internal sealed record SavedBillerResponse(Guid Id, string BillerCode, string ItemCode, string BillerName, string? Label, string Reference, string CustomerName, DateTimeOffset SavedAt);

internal static class BankingContracts
{
    public static BankAccountResponse ToResponse(this BankAccountView a) => new(a.Id, a.BankCode, a.BankName, a.AccountNumber, a.AccountName, a.Verified, a.IsDefault, a.LinkedAt);

    public static SavedBillerResponse ToResponse(this SavedBillerView b) => new(b.Id, b.BillerCode, b.ItemCode, b.BillerName, b.Label, b.Reference, b.CustomerName, b.SavedAt);

    public static NewBiller? ToBiller(this SaveBillerRequest request, FieldErrors errors)
    {
        var biller = errors.Text("billerCode", request.BillerCode, 40);
        var item = errors.Text("itemCode", request.ItemCode, 40);
        var reference = errors.Text("reference", request.Reference, 50);
        var label = errors.OptionalText("label", request.Label, 60);
        return errors.None ? new NewBiller(biller!, item!, reference!, label) : null;
    }
}
