using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Paths;

/// <summary>What was learnt about certificates and stays true while anchors, intermediates and options are the same.</summary>
internal sealed class PathMemory(ValidationLimits limits)
{
    private const int RememberedSignatures = 2_048;
    private const int RememberedIntermediates = 256;

    /// <summary>
    /// The path of a leaf that was found good but for time and revocation. A resumed TLS session shows the leaf alone, and
    /// finds here the intermediates that came with it the first time.
    /// </summary>
    public GenerationalCache<Digest, IReadOnlyList<ParsedCertificate>> Paths { get; } = new(limits.RememberedLeaves);

    /// <summary>The intermediates of good paths: read once, and their keys imported once.</summary>
    public GenerationalCache<Digest, ParsedCertificate> Intermediates { get; } = new(RememberedIntermediates);

    /// <summary>Whether the key of a CA signed the certificate of another one.</summary>
    public GenerationalCache<(Digest Certificate, Digest Key), bool> Signatures { get; } = new(RememberedSignatures);

    /// <summary>Remembers a path that was found good.</summary>
    public void Add(IReadOnlyList<ParsedCertificate> path)
    {
        Paths.Add(path[0].Digest, path);
        for (var index = 1; index < path.Count - 1; index++) Intermediates.Add(path[index].Digest, path[index]);
    }
}
