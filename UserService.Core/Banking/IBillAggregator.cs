namespace UserService.Core.Banking;

/// <summary>Somebody through whom bills are paid: knows what can be paid for, and whose a meter or decoder is.</summary>
public interface IBillAggregator
{
    string Name { get; }

    bool IsConfigured { get; }

    /// <summary>What can be paid for; null where it cannot tell now.</summary>
    Task<IReadOnlyList<BillItem>?> ListAsync(CancellationToken ct);

    /// <summary>Whose account at the biller a reference is.</summary>
    Task<BillCustomerAnswer> ValidateAsync(string billerCode, string itemCode, string customer, CancellationToken ct);
}

/// <summary>Something that can be paid for.</summary>
/// <param name="ItemCode">Names it together with the biller's code.</param>
/// <param name="CustomerLabel">What the biller calls the customer's reference, such as <c>Meter number</c>.</param>
public sealed record BillItem(string BillerCode, string ItemCode, string Name, string CustomerLabel);

/// <summary>What a biller says of a reference.</summary>
public abstract record BillCustomerAnswer
{
    private BillCustomerAnswer()
    {
    }

    /// <param name="Name">As the biller has it; may be empty.</param>
    public sealed record Valid(string Name) : BillCustomerAnswer
    {
        public override string ToString() => "[bill customer]";
    }

    public sealed record Invalid : BillCustomerAnswer;

    public sealed record Unavailable : BillCustomerAnswer;
}
