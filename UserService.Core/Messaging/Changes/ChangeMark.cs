namespace UserService.Core.Messaging.Changes;

/// <summary>A place in the order of changes.</summary>
/// <param name="Xact">Transaction of the last change that was seen, or the first that may still be running.</param>
/// <param name="Position">Its position; 0 before all of the transaction.</param>
/// <param name="At">When it was given, which tells whether all behind it is still kept; to the second where it went through a token.</param>
public sealed record ChangeMark(ulong Xact, long Position, DateTimeOffset At);
