using Banking.Users.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using UserService.Core.Errors;
using UserService.Core.Messaging;
using UserService.Core.Messaging.Changes;
using UserService.Grpc.Calls;

namespace UserService.Grpc.Services;

/// <summary><c>Users.WatchUsers</c>: sends changes as they are committed until the caller or this host stops.</summary>
internal sealed class UserWatch(IUserChanges changes, IHostApplicationLifetime lifetime, TimeProvider time) : IDisposable
{
    /// <summary>Streams per host: each looks into the database twice a second.</summary>
    private const int MostStreams = 50;
    private const int Batch = 200;
    private const int MostTypes = 30;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>So often a quiet stream shows that it lives, and moves its mark on. Balancers commonly cut what is silent for a minute.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private static readonly Error TooOld = new(
        "resume_token_too_old", ErrorKind.Conflict, "Changes behind this token are no longer kept: read the users that matter, then watch without a token.");

    private static readonly Error Full = new("too_many_streams", ErrorKind.Throttled, "This host serves as many streams as it can; try again.") { RetryAfter = TimeSpan.FromSeconds(5) };
    private readonly SemaphoreSlim streams = new(MostStreams, MostStreams);

    public async Task RunAsync(WatchUsersRequest request, IServerStreamWriter<WatchUsersResponse> responses, CancellationToken ct)
    {
        var types = ReadTypes(request);
        var mark = request.ResumeToken.Length == 0 ? await changes.NowAsync(ct) : await ReadTokenAsync(request.ResumeToken, ct);
        if (!await streams.WaitAsync(0, ct))
            throw Full.ToRpcException();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping);
        try
        {
            await SendAsync(mark, types, responses, either.Token);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw CommonErrors.Unavailable.ToRpcException(); // go on elsewhere with the last token
        }
        finally
        {
            streams.Release();
        }
    }

    public void Dispose() => streams.Dispose();

    private async Task SendAsync(ChangeMark mark, HashSet<string> types, IServerStreamWriter<WatchUsersResponse> responses, CancellationToken ct)
    {
        // At once, so that the caller has a token before anything happens.
        await responses.WriteAsync(new WatchUsersResponse { ResumeToken = await changes.TokenOfAsync(mark, ct) }, ct);
        var spoke = time.GetTimestamp();
        while (true)
        {
            var batch = await changes.ReadAsync(mark, Batch, ct);
            foreach (var change in batch.Changes.Where(c => types.Count == 0 || types.Contains(c.Type)))
            {
                await responses.WriteAsync(new WatchUsersResponse { ResumeToken = await changes.TokenOfAsync(change.Mark, ct), Change = ToMessage(change) }, ct);
                spoke = time.GetTimestamp();
            }

            mark = batch.After;
            if (batch.Changes.Count == Batch)
                continue;
            if (time.GetElapsedTime(spoke) >= Heartbeat)
            {
                await responses.WriteAsync(new WatchUsersResponse { ResumeToken = await changes.TokenOfAsync(mark, ct) }, ct);
                spoke = time.GetTimestamp();
            }

            await Task.Delay(LookEvery, time, ct);
        }
    }

    private async Task<ChangeMark> ReadTokenAsync(string text, CancellationToken ct)
    {
        var mark = await changes.MarkOfAsync(text, ct) ?? throw RequestFields.Invalid("resume_token", "must be a token of an earlier response, unchanged");
        return changes.Reaches(mark) ? mark : throw TooOld.ToRpcException();
    }

    // A type with a slip in it would be waited for in vain.
    private static HashSet<string> ReadTypes(WatchUsersRequest request)
    {
        var errors = new FieldErrors();
        if (request.EventTypes.Count > MostTypes)
            errors.Add("event_types", $"must hold at most {MostTypes} types");
        for (var i = 0; errors.None && i < request.EventTypes.Count; i++)
        {
            if (!EventTypes.All.Contains(request.EventTypes[i]))
                errors.Add($"event_types[{i}]", "must be a type of event that there is, such as user.registered.v1");
        }

        return errors.None ? [.. request.EventTypes] : throw errors.ToRpcException();
    }

    private static Banking.Users.V1.UserChange ToMessage(Core.Messaging.Changes.UserChange change) => new()
    {
        EventId = change.EventId.ToString(),
        EventType = change.Type,
        UserId = change.UserId.ToString(),
        Sequence = change.Sequence,
        OccurredAt = Timestamp.FromDateTimeOffset(change.OccurredAt),
        Data = change.Data,
    };
}
