using System.Security.Authentication;

namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>Lock 2 stayed closed: the server's certificate was refused. Its message is the verdict's explanation.</summary>
/// <param name="verdict">The verdict.</param>
public sealed class ServerRefusedException(PeerVerdict verdict) : AuthenticationException(verdict.Explanation)
{
    /// <summary>Why the server was refused.</summary>
    public PeerVerdict Verdict { get; } = verdict;
}
