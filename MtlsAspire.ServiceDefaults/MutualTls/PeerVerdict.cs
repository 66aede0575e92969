namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>The decision about a peer: accepted, or refused for one reason.</summary>
public sealed record PeerVerdict
{
    private PeerVerdict(RefusalReason? reason, string explanation)
    {
        Reason = reason;
        Explanation = explanation;
    }

    /// <summary>The peer is who its certificate says.</summary>
    public static PeerVerdict Accepted { get; } = new(reason: null, "The certificate is accepted.");

    /// <summary>Whether the peer is accepted.</summary>
    public bool IsAccepted => Reason is null;

    /// <summary>Why the peer is refused; <c>null</c> if it is accepted.</summary>
    public RefusalReason? Reason { get; }

    /// <summary>One sentence for people. Names that a peer chose are shortened and hold no control characters.</summary>
    public string Explanation { get; }

    /// <summary>The decision as one word for telemetry and problem details, as in <c>certificate_expired</c>.</summary>
    public string Code => Reason?.Code() ?? "accepted";

    /// <summary>What a soft setting let pass; empty if nothing, and where the peer is refused.</summary>
    public IReadOnlyList<PeerWarning> Warnings { get; private init; } = [];

    /// <summary>
    /// The certificates of the path in DER, leaf first, trust anchor last. Where the peer is refused, the path that came
    /// furthest, and as much of it as was found; empty if there was none.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Path { get; private init; } = [];

    /// <summary>Accepts a peer, and says what a soft setting let pass.</summary>
    /// <param name="path">The path in DER, leaf first, trust anchor last.</param>
    /// <param name="warnings">What a soft setting let pass.</param>
    /// <returns>The verdict.</returns>
    public static PeerVerdict AcceptedWith(IReadOnlyList<ReadOnlyMemory<byte>> path, IReadOnlyList<PeerWarning> warnings)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(warnings);
        return new PeerVerdict(reason: null, Accepted.Explanation) { Path = path, Warnings = warnings };
    }

    /// <summary>Refuses a peer.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="explanation">The same as one sentence for people.</param>
    /// <param name="path">What was found of the path in DER, leaf first; <c>null</c> if nothing.</param>
    /// <returns>The verdict.</returns>
    public static PeerVerdict Refused(
        RefusalReason reason, string explanation, IReadOnlyList<ReadOnlyMemory<byte>>? path = null) =>
        new(reason, explanation) { Path = path ?? [] };
}
