namespace MtlsAspire.Pki.Ocsp;

/// <summary>What is sent to a client.</summary>
internal sealed record OcspAnswer
{
    /// <summary>The OCSPResponse in DER.</summary>
    public required byte[] Body { get; init; }

    /// <summary>Whether the question was answered.</summary>
    public required OcspResponseStatus Status { get; init; }

    /// <summary>Why it was not, for the log; null if it was.</summary>
    public string? Fault { get; init; }

    /// <summary>Whether another client may be given the same answer: it repeats no nonce.</summary>
    public bool IsShareable { get; init; }

    /// <summary>When it was signed.</summary>
    public DateTimeOffset ThisUpdate { get; init; }

    /// <summary>Until when it may be relied on.</summary>
    public DateTimeOffset NextUpdate { get; init; }

    /// <summary>An answer to the question.</summary>
    public static OcspAnswer Signed(byte[] body, bool isShareable, DateTimeOffset thisUpdate, DateTimeOffset nextUpdate) => new()
    {
        Body = body,
        Status = OcspResponseStatus.Successful,
        IsShareable = isShareable,
        ThisUpdate = thisUpdate,
        NextUpdate = nextUpdate,
    };

    /// <summary>No answer, unsigned as it must be.</summary>
    public static OcspAnswer Refused(OcspResponseStatus status, string fault) => new()
    {
        Body = OcspResponseEncoder.EncodeError(status),
        Status = status,
        Fault = fault,
    };
}
