namespace UserService.Tests.Fixtures;

/// <summary>Lets data of one direction pass, or makes them wait.</summary>
internal sealed class PassGate
{
    private volatile TaskCompletionSource open = Opened();

    public void Close()
    {
        if (open.Task.IsCompleted)
        {
            open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Open() => open.TrySetResult();

    public Task PassAsync(CancellationToken ct) => open.Task.WaitAsync(ct);

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }
}
