using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using UserService.Core.Audit;
using UserService.Core.Errors;
using UserService.Core.Kyc;
using UserService.Core.Persistence;
using UserService.Core.Protection;

namespace UserService.Core.Admin.Requests;

/// <inheritdoc cref="IRequestService"/>
internal sealed class RequestService(
    UserDbContext db, IEnumerable<IRequestedAct> acts, SystemKeys keys, IOptions<AdminOptions> options, TimeProvider time) : IRequestService
{
    private const string Purpose = "admin-request";

    public async Task<RequestResult> AskAsync(
        string kind, Guid? subject, IReadOnlyDictionary<string, string> details, string reason, StaffMember staff, CancellationToken ct)
    {
        if (acts.SingleOrDefault(a => a.Kind == kind) is not { } act || !staff.May(act.Permission))
            return new RequestResult.Failed(CommonErrors.Forbidden);
        var key = await keys.GetAsync(ct);
        return await db.InTransactionAsync<RequestResult>(
            Turns.OfName($"admin-request {kind} {subject}"), // of several at once the later ones see the request of the first
            async stop =>
            {
                if (await act.CheckAsync(new ActOrder(subject, details, reason, staff.UserId, staff), stop) is { } fault)
                    return new RequestResult.Failed(fault);
                var now = time.GetUtcNow();
                var open = await db.AdminRequests.AsNoTracking()
                    .Where(r => r.Kind == kind && r.SubjectId == subject && r.State == AdminRequestState.Pending && r.ExpiresAt > now).ToListAsync(stop);
                if (open.Exists(r => IsAlike(Read(r, key), details)))
                    return new RequestResult.Failed(AdminErrors.RequestPending);
                var id = Guid.CreateVersion7(now);
                var content = JsonSerializer.SerializeToUtf8Bytes(details, RequestJson.Default.IReadOnlyDictionaryStringString);
                var request = AdminRequest.Ask(id, kind, subject, key.Protect(content, Purpose, id), reason, staff.UserId, now + options.Value.RequestLifetime, now);
                db.AdminRequests.Add(request);
                db.AuditEntries.Add(AuditEntry.Of(AuditActions.RequestAsked, subject, staff.Actor, $"{kind} {id}: {reason}", now));
                await db.SaveChangesAsync(stop);
                return new RequestResult.Asked(View(request, details, now));
            },
            ct);
    }

    private static bool IsAlike(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        one.Count == other.Count && one.All(pair => other.TryGetValue(pair.Key, out var value) && value == pair.Value);

    public Task<RequestResult> AskToSetRuleAsync(TierRuleProposal rule, string reason, StaffMember staff, CancellationToken ct) =>
        AskAsync(RequestKinds.SetTierRule, subject: null, SetTierRuleAct.Write(rule), reason, staff, ct);

    public async Task<IReadOnlyList<RequestView>> ListAsync(string? state, Guid? before, int limit, StaffMember staff, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var kinds = KindsOf(staff);
        var found = db.AdminRequests.AsNoTracking().Where(r => kinds.Contains(r.Kind));
        found = state switch
        {
            null => found,
            "pending" => found.Where(r => r.State == AdminRequestState.Pending && r.ExpiresAt > now),
            "expired" => found.Where(r => r.State == AdminRequestState.Pending && r.ExpiresAt <= now),
            "approved" => found.Where(r => r.State == AdminRequestState.Approved),
            _ => found.Where(r => r.State == AdminRequestState.Refused),
        };
        if (before is { } id)
            found = found.Where(r => r.Id < id);
        return [.. (await found.OrderByDescending(r => r.Id).Take(limit).ToListAsync(ct)).Select(r => View(r, details: null, now))];
    }

    public async Task<RequestView?> GetAsync(Guid id, StaffMember staff, CancellationToken ct)
    {
        var kinds = KindsOf(staff);
        if (await db.AdminRequests.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && kinds.Contains(r.Kind), ct) is not { } request)
            return null;
        var now = time.GetUtcNow();
        db.AuditEntries.Add(AuditEntry.Of(AuditActions.RequestViewed, request.SubjectId, staff.Actor, $"{request.Kind} {id}", now));
        await db.SaveChangesAsync(ct);
        return View(request, Read(request, await keys.GetAsync(ct)), now);
    }

    public Task<Error?> ApproveAsync(Guid id, string? comment, StaffMember staff, CancellationToken ct) => DecideAsync(id, approved: true, comment, staff, ct);

    public Task<Error?> RefuseAsync(Guid id, string reason, StaffMember staff, CancellationToken ct) => DecideAsync(id, approved: false, reason, staff, ct);

    private async Task<Error?> DecideAsync(Guid id, bool approved, string? reason, StaffMember staff, CancellationToken ct)
    {
        try
        {
            var (error, committed) = await TryDecideAsync(id, approved, reason, staff, ct);
            committed?.Invoke();
            return error;
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || e.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            return AdminErrors.RequestDecided; // what was asked for has come about in another way, a moment ago
        }
    }

    private Task<ActOutcome> TryDecideAsync(Guid id, bool approved, string? reason, StaffMember staff, CancellationToken ct) => db.InTransactionAsync(
        $"SELECT FROM admin_requests WHERE id = {id} FOR UPDATE", // of several who decide at once the later ones find it decided, whatever the act
        async stop =>
        {
            var (request, act, fault) = await FindOpenAsync(id, staff, stop);
            if (fault is not null)
                return new ActOutcome(fault);
            var order = new ActOrder(request!.SubjectId, Read(request, await keys.GetAsync(stop)), request.Reason, request.RequestedBy, staff);
            Decide(request, approved, reason, staff);

            // Some acts save what is in the unit of work themselves: the decision goes with it.
            var outcome = approved ? await act!.StageAsync(order, stop) : new ActOutcome(null);
            if (outcome.Error is null)
                await db.SaveChangesAsync(stop);
            return outcome;
        },
        keeps: static outcome => outcome.Error is null,
        ct);

    private async Task<(AdminRequest? Request, IRequestedAct? Act, Error? Fault)> FindOpenAsync(Guid id, StaffMember staff, CancellationToken ct)
    {
        var request = await db.AdminRequests.SingleOrDefaultAsync(r => r.Id == id, ct);
        var act = acts.SingleOrDefault(a => a.Kind == request?.Kind);
        if (request is null || act is null || !staff.May(act.Permission))
            return (null, null, CommonErrors.NotFound);
        if (request.RequestedBy == staff.UserId || request.SubjectId == staff.UserId)
            return (null, null, AdminErrors.OwnRequest);
        if (!request.IsOpen(time.GetUtcNow()))
            return (null, null, request.State is AdminRequestState.Pending ? AdminErrors.RequestExpired : AdminErrors.RequestDecided);
        return (request, act, null);
    }

    private void Decide(AdminRequest request, bool approved, string? reason, StaffMember staff)
    {
        var now = time.GetUtcNow();
        request.Decide(approved, staff.UserId, reason, now);
        db.AuditEntries.Add(AuditEntry.Of(
            approved ? AuditActions.RequestApproved : AuditActions.RequestRefused, request.SubjectId, staff.Actor, $"{request.Kind} {request.Id}{(reason is null ? "" : $": {reason}")}", now));
    }

    private List<string> KindsOf(StaffMember staff) => [.. acts.Where(a => staff.May(a.Permission)).Select(a => a.Kind)];

    private static IReadOnlyDictionary<string, string> Read(AdminRequest request, SystemKey key) =>
        JsonSerializer.Deserialize(key.Unprotect(request.DetailsProtected, Purpose, request.Id), RequestJson.Default.IReadOnlyDictionaryStringString)!;

    private static RequestView View(AdminRequest r, IReadOnlyDictionary<string, string>? details, DateTimeOffset now) => new(
        r.Id, r.Kind, r.SubjectId, r.Reason, r.RequestedBy, r.RequestedAt, r.ExpiresAt, StateOf(r, now), r.DecidedBy, r.DecidedAt, r.DecisionReason, details);

    private static string StateOf(AdminRequest request, DateTimeOffset now) => request.State switch
    {
        AdminRequestState.Approved => "approved",
        AdminRequestState.Refused => "refused",
        _ => request.IsOpen(now) ? "pending" : "expired",
    };
}

[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class RequestJson : JsonSerializerContext;
