using System.Net.Sockets;

namespace UserService.Core.Doctor;

/// <inheritdoc cref="IDoctor"/>
internal sealed class DoctorService(IEnumerable<IExamination> examinations, TimeProvider time) : IDoctor
{
    // Longer than any client's own patience with one call.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public async Task<IReadOnlyList<Diagnosis>> ExamineAsync(CancellationToken ct) => await Task.WhenAll(examinations.Select(e => ExamineAsync(e, ct)));

    private async Task<Diagnosis> ExamineAsync(IExamination examination, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        stop.CancelAfter(Patience);
        try
        {
            return await Task.Run(() => examination.ExamineAsync(stop.Token), stop.Token).WaitAsync(Patience, time, ct);
        }
        catch (Exception e) when (e is TimeoutException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return new Diagnosis(examination.Part, DiagnosisState.Broken, $"No answer within {Patience.TotalSeconds:0} s.", "Look whether it runs, and whether a firewall drops what goes there.");
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            return new Diagnosis(examination.Part, DiagnosisState.Broken, Cause(e), RemedyFor(e));
        }
    }

    private static string Cause(Exception e)
    {
        var inner = e.GetBaseException();
        var text = inner.Message.ReplaceLineEndings(" ");
        return text.Length > 200 ? text[..200] : text;
    }

    private static string RemedyFor(Exception e) => e.GetBaseException() switch
    {
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } => "Look at the host name in the configuration, and at DNS.",
        SocketException => "Look whether it runs at the configured address and port, and whether a firewall refuses.",
        System.Security.Authentication.AuthenticationException => "Look at certificates: the server's name, its authority, its dates.",
        _ => "See the finding.",
    };
}
