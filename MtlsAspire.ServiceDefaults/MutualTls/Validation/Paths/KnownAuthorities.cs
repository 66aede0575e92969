using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Paths;

/// <summary>The CAs that we know: trust anchors and intermediates, by name and by key.</summary>
internal sealed class KnownAuthorities
{
    private readonly Dictionary<DistinguishedName, List<ParsedCertificate>> _bySubject = [];
    private readonly HashSet<Digest> _anchors = [];

    public KnownAuthorities(IReadOnlyList<ParsedCertificate> anchors, IReadOnlyList<ParsedCertificate> intermediates)
    {
        Anchors = anchors;
        Intermediates = intermediates;
        foreach (var anchor in anchors) _anchors.Add(anchor.Digest);
        foreach (var authority in All)
        {
            if (!_bySubject.TryGetValue(authority.Subject, out var list)) _bySubject.Add(authority.Subject, list = []);
            list.Add(authority);
        }
    }

    public IReadOnlyList<ParsedCertificate> Anchors { get; }

    public IReadOnlyList<ParsedCertificate> Intermediates { get; }

    public IEnumerable<ParsedCertificate> All => Anchors.Concat(Intermediates.Where(certificate => !_anchors.Contains(certificate.Digest)));

    public bool IsAnchor(ParsedCertificate certificate) => _anchors.Contains(certificate.Digest);

    public bool HasAnchorNamed(DistinguishedName name) => Named(name).Any(IsAnchor);

    public IReadOnlyList<ParsedCertificate> Named(DistinguishedName subject) => _bySubject.TryGetValue(subject, out var list) ? list : [];
}
