using System.Collections.Concurrent;
using System.Diagnostics;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.Paths;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation.Ocsp;

/// <summary>
/// Knows revocation statuses by OCSP (RFC 6960, in the profile of RFC 5019). Each answer is kept until its nextUpdate, and asked for
/// again before that by whoever is interested: by a handshake, which waits for it, and for a live connection in the background.
/// </summary>
/// <remarks>
/// A handshake must wait, since TLS in .NET takes its verdict from a callback that is synchronous, and to accept first and look
/// later would let the revoked in. It waits once for each certificate and <see cref="OcspSettings.Refresh"/>, however many
/// connections it opens; strangers cause no question at all, because only good paths come here.
/// </remarks>
internal sealed class OcspStatusSource : IRevocationStatusSource, IDisposable
{
    // A certificate costs about a kilobyte.
    private const int MostCertificates = 16_384;
    private const int MostIssuers = 256;

    // Each holds a thread of the pool. More at once than this are not clients that all happen to be new.
    private const int MostWaiting = 64;

    // A question ends by its own timeout, and says whose; only if it must queue does the waiting end first.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ShortestRefresh = TimeSpan.FromSeconds(1);

    private readonly OcspSettings _settings;
    private readonly TimeProvider _time;
    private readonly int _capacity;
    private readonly ConcurrentDictionary<(Digest Certificate, Digest Issuer), OcspEntry> _entries = new();
    private readonly GenerationalCache<Digest, ParsedCertificate> _issuers = new(MostIssuers);
    private readonly OcspClient _client = new();
    private readonly OcspWorkers _workers = new();
    private readonly SemaphoreSlim _waiting = new(MostWaiting);
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationToken _stopped;
    private volatile bool _isFailing;
    private int _changes;

    /// <summary>Begins with nothing known.</summary>
    /// <param name="settings">Who is asked, and how.</param>
    /// <param name="time">What tells the time.</param>
    /// <param name="capacity">Of how many certificates the status is kept; those that nobody was interested in for the longest time go first.</param>
    public OcspStatusSource(OcspSettings settings, TimeProvider time, int capacity = MostCertificates)
    {
        _settings = settings;
        _time = time;
        _capacity = capacity;
        _stopped = _stopping.Token;
        AtHand = new OcspAtHand(this);
    }

    /// <summary>Raised for each request that was made; on the thread that made it.</summary>
    public event EventHandler<OcspAskedEventArgs>? Asked;

    /// <summary>Raised when the status of a certificate is no longer what it was.</summary>
    public event EventHandler? Changed;

    /// <summary>The same knowledge for those who cannot wait: they cause questions, too, and go by what is known until they are answered.</summary>
    public IRevocationStatusSource AtHand { get; }

    /// <summary>Of how many certificates something is known.</summary>
    public int Count => _entries.Count;

    /// <inheritdoc/>
    public RevocationAnswer Find(ReadOnlyMemory<byte> certificate, ReadOnlyMemory<byte> issuer, DateTimeOffset now, bool isNeeded) =>
        Find(certificate, issuer, now, isNeeded, mayWait: true);

    /// <summary>The same, saying also whether to wait for an answer.</summary>
    public RevocationAnswer Find(ReadOnlyMemory<byte> certificate, ReadOnlyMemory<byte> issuer, DateTimeOffset now, bool isNeeded, bool mayWait)
    {
        var key = (Digest.Of(certificate.Span), Digest.Of(issuer.Span));
        var latest = now - _settings.Validation.ClockSkew;
        if (!_entries.TryGetValue(key, out var entry))
        {
            if (!isNeeded) return RevocationAnswer.Unknown;
            entry = Add(key, certificate, issuer);
        }

        entry.Touched = _time.GetTimestamp();
        if (!isNeeded || _stopped.IsCancellationRequested) return entry.Tell(latest);

        // The question belongs to the span of the handshake that waits for it; one in the background to none.
        var cause = mayWait ? Activity.Current : null;
        if (!entry.TryJoin(entry.Touched, () => _workers.Run(() => Ask(entry, cause), isUrgent: mayWait), out var question) || !mayWait)
            return entry.Tell(latest);

        // While nobody answers, those who are known need not wait to hear that.
        var isInVain = _isFailing && entry.Answer is { } known && latest <= known.Until;
        return isInVain || Wait(question)
            ? entry.Tell(latest)
            : new RevocationAnswer(RevocationStatus.Unknown, $"more than {MostWaiting} handshakes wait for OCSP responders");
    }

    public void Dispose()
    {
        if (_stopped.IsCancellationRequested) return;
        _stopping.Cancel();
        _workers.Dispose();
        _client.Dispose();
        _stopping.Dispose();
    }

    private bool Wait(Task question)
    {
        if (!_waiting.Wait(TimeSpan.Zero, CancellationToken.None)) return false;
        try
        {
            using var thread = new LentThread();
            question.Wait(_settings.Timeout + Patience, _stopped);
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
        finally
        {
            _waiting.Release();
        }

        return true;
    }

    private OcspEntry Add((Digest Certificate, Digest Issuer) key, ReadOnlyMemory<byte> certificate, ReadOnlyMemory<byte> issuer)
    {
        if (!_issuers.TryGet(key.Issuer, out var authority)) _issuers.Add(key.Issuer, authority = CertificateReader.Read(issuer));
        var leaf = CertificateReader.Read(certificate);
        if (_entries.Count >= _capacity) Forget();
        return _entries.GetOrAdd(key, new OcspEntry(OcspCertificateId.Of(leaf, authority), authority, _settings.RespondersOf(leaf)));
    }

    // A quarter at a time, so that it is rarely done.
    private void Forget()
    {
        lock (_entries)
        {
            if (_entries.Count < _capacity) return;
            foreach (var (key, _) in _entries.OrderBy(known => known.Value.Touched).Take((_capacity + 3) / 4)) _entries.TryRemove(key, out _);
        }
    }

    private void Ask(OcspEntry entry, Activity? cause)
    {
        Activity.Current = cause;
        var before = entry.Answer?.Status;
        OcspAnswer? answer = null;
        string? problem = null;
        try
        {
            answer = AskResponders(entry, out problem);
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            problem = "the service stops";
        }
        catch (Exception exception)
        {
            problem = $"its OCSP answer could not be judged: {exception.GetType().Name}";
        }

        entry.End(answer, problem, Due(answer ?? entry.Answer, isAnswered: answer is not null));
        if (answer is not null && before is not null && answer.Status != before) TellChange();
    }

    // Well before the answer ends. Where there is none, no sooner than it takes to find out that there is still none.
    private long Due(OcspAnswer? answer, bool isAnswered)
    {
        var remaining = answer is null ? TimeSpan.Zero : answer.Until + _settings.Validation.ClockSkew - _time.GetUtcNow();
        var isUseful = remaining > TimeSpan.Zero && (!isAnswered || answer!.Status != RevocationStatus.Unknown);
        var half = remaining / 2;
        var pause = !isUseful ? _settings.Timeout : half > ShortestRefresh ? half : ShortestRefresh;
        if (pause > _settings.Refresh) pause = _settings.Refresh;
        return _time.GetTimestamp() + (long)(pause.TotalSeconds * _time.TimestampFrequency);
    }

    private OcspAnswer? AskResponders(OcspEntry entry, out string? problem)
    {
        var until = _time.GetTimestamp() + (long)(_settings.Timeout.TotalSeconds * _time.TimestampFrequency);
        var problems = new List<string>();
        OcspAnswer? unknown = null;
        for (var index = 0; index < entry.Responders.Count; index++)
        {
            // Each gets its share of what is left, so that one that is silent leaves time for the next.
            var share = _time.GetElapsedTime(_time.GetTimestamp(), until) / (entry.Responders.Count - index);
            var (answer, predicate) = Ask(entry, entry.Responders[index], share);
            if (answer is { Status: not RevocationStatus.Unknown })
            {
                problem = null;
                return answer;
            }

            unknown ??= answer;
            problems.Add($"the OCSP responder {entry.Responders[index].GetLeftPart(UriPartial.Path)} {predicate}");
        }

        problem = problems.Count == 0 ? "it names no OCSP responder" : string.Join(", and ", problems);
        return unknown is null ? null : unknown with { Explanation = problem };
    }

    private (OcspAnswer? Answer, string? Predicate) Ask(OcspEntry entry, Uri responder, TimeSpan timeout)
    {
        try
        {
            var bytes = _client.Ask(responder, entry.Id.ToRequest(), timeout, _stopped);
            var answer = OcspResponseRules.Check(OcspResponseReader.Read(bytes), entry.Id, entry.Issuer, _settings.Validation, _time.GetUtcNow());
            _isFailing = false;
            var (result, predicate) = answer.Status switch
            {
                RevocationStatus.Good => (OcspResult.Good, null),
                RevocationStatus.Revoked => (OcspResult.Revoked, (string?)null),
                _ => (OcspResult.Unknown, "does not know it"),
            };
            Asked?.Invoke(this, new OcspAskedEventArgs(responder, entry.Issuer.Subject.ToString(), result, problem: null));
            return (answer, predicate);
        }
        catch (OcspException exception)
        {
            _isFailing = true;
            Asked?.Invoke(this, new OcspAskedEventArgs(responder, entry.Issuer.Subject.ToString(), exception.Result, exception.Message));
            return (null, exception.Message);
        }
    }

    // Many changes at once cause few notices, and none is lost.
    private void TellChange()
    {
        if (Interlocked.Increment(ref _changes) > 1) return;
        int seen;
        do
        {
            seen = Volatile.Read(ref _changes);
            try
            {
                Changed?.Invoke(this, EventArgs.Empty);
            }
            catch (Exception)
            {
                // The look at all connections that comes every second meets the same, and tells of it.
            }
        }
        while (Interlocked.Add(ref _changes, -seen) > 0);
    }
}
