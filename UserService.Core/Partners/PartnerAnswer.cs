namespace UserService.Core.Partners;

/// <summary>How a call to a partner ended. What may be asked again, or asked of another partner, depends on whether the first may have done it.</summary>
internal abstract record PartnerAnswer<T>
{
    private PartnerAnswer()
    {
    }

    /// <summary>The partner did what was asked.</summary>
    public sealed record Answered(T Value) : PartnerAnswer<T>;

    /// <summary>The partner understood and said no (4xx): asking again gives the same answer.</summary>
    public sealed record Refused(int Status, string? Message) : PartnerAnswer<T>
    {
        // A partner's message may quote what it was sent.
        public override string ToString() => $"[refused {Status}]";
    }

    /// <summary>Surely not done: no connection, breaker open, 401, 429 or 503. Asking again, or somebody else, is safe.</summary>
    public sealed record Unavailable(string Reason) : PartnerAnswer<T>;

    /// <summary>Sent, and no answer that could be understood: it may have been done, and charged.</summary>
    public sealed record Unknown(string Reason) : PartnerAnswer<T>;

    public PartnerAnswer<TOther> Map<TOther>(Func<T, TOther> map) => this switch
    {
        Answered(var value) => new PartnerAnswer<TOther>.Answered(map(value)),
        Refused(var status, var message) => new PartnerAnswer<TOther>.Refused(status, message),
        Unavailable(var reason) => new PartnerAnswer<TOther>.Unavailable(reason),
        Unknown(var reason) => new PartnerAnswer<TOther>.Unknown(reason),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
