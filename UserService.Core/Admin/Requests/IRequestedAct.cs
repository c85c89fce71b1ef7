using UserService.Core.Errors;

namespace UserService.Core.Admin.Requests;

/// <summary>One kind of act that needs a second person.</summary>
internal interface IRequestedAct
{
    /// <summary>See <see cref="RequestKinds"/>.</summary>
    string Kind { get; }

    /// <summary>Who asks for it needs this permission, and who decides on it too.</summary>
    string Permission { get; }

    /// <summary>Whether it could be done now; null where it could.</summary>
    Task<Error?> CheckAsync(ActOrder order, CancellationToken ct);

    /// <summary>Checks once more and adds it to the unit of work, with event, audit entry and message. The caller saves, unless the act has saved all of it.</summary>
    Task<ActOutcome> StageAsync(ActOrder order, CancellationToken ct);
}

/// <summary>What is to be done, for whom, and who wants it.</summary>
internal sealed record ActOrder(Guid? SubjectId, IReadOnlyDictionary<string, string> Details, string Reason, Guid AskedBy, StaffMember Staff);

/// <summary>How staging an act ended.</summary>
/// <param name="Error">Null when it is in the unit of work.</param>
/// <param name="Committed">To be run once the unit of work is saved.</param>
internal sealed record ActOutcome(Error? Error, Action? Committed = null);
