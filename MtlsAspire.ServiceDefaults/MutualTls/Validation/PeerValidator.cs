using MtlsAspire.ServiceDefaults.MutualTls.Revocation;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.Names;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.Paths;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.Profile;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation;

/// <summary>
/// Decides about peers by explicit rules: path building, RFC 5280 path validation, the profile of
/// <see cref="PeerValidationOptions"/>, names (RFC 9525) and revocation.
/// </summary>
/// <remarks>
/// Safe for any number of threads. It judges by one <see cref="TrustMaterial"/>; when trust changes, replace it by
/// <see cref="With"/>. A leaf that was accepted is remembered with its path, so that it costs little the next time, and is
/// found when a resumed TLS session shows it alone; time, revocation and name are judged anew each time.
/// </remarks>
public sealed class PeerValidator
{
    private readonly PeerRole _peer;
    private readonly PeerValidationOptions _options;
    private readonly TimeProvider _time;
    private readonly IRevocationStatusSource? _source;
    private readonly PathMemory _memory;
    private readonly PathRules _rules;
    private readonly PathRules _listSignerRules;
    private readonly PurposeRules _purpose;
    private readonly RevocationRules _revocation;

    /// <summary>Creates a validator.</summary>
    /// <param name="peer">Who is judged.</param>
    /// <param name="trust">Whom we believe.</param>
    /// <param name="options">How strictly.</param>
    /// <param name="time">What tells the time.</param>
    /// <param name="source">What else knows about revocation, as OCSP; <c>null</c> for lists alone.</param>
    /// <exception cref="ArgumentException">An option makes no sense, as a negative clock skew.</exception>
    public PeerValidator(
        PeerRole peer, TrustMaterial trust, PeerValidationOptions options, TimeProvider time, IRevocationStatusSource? source = null)
        : this(peer, trust, options, time, source, memory: null)
    {
    }

    private PeerValidator(
        PeerRole peer, TrustMaterial trust, PeerValidationOptions options, TimeProvider time, IRevocationStatusSource? source, PathMemory? memory)
    {
        ArgumentNullException.ThrowIfNull(trust);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        if (options.ClockSkew < TimeSpan.Zero || options.ClockSkew > TimeSpan.FromDays(1))
            throw new ArgumentException("the clock skew must be between zero and one day", nameof(options));

        _peer = peer;
        _options = options;
        _time = time;
        _source = source;
        Trust = trust;
        _memory = memory ?? new PathMemory(options.Limits);
        _purpose = PurposeRules.Of(peer, options);
        _rules = new PathRules(_purpose, leaf => LeafRules.Check(leaf, _purpose, options), options);
        _listSignerRules = new PathRules(PurposeRules.None, signer => CommonRules.Check(signer, options), options);
        _revocation = new RevocationRules(trust, options, source);
    }

    /// <summary>Whom this validator believes.</summary>
    public TrustMaterial Trust { get; }

    private string Peer => _peer.Name();

    /// <summary>A validator for other trust. What was learnt stays where anchors and intermediates are the same.</summary>
    /// <param name="trust">Whom to believe from now on.</param>
    /// <returns>The new validator; this one goes on as before.</returns>
    public PeerValidator With(TrustMaterial trust)
    {
        ArgumentNullException.ThrowIfNull(trust);
        return new PeerValidator(_peer, trust, _options, _time, _source, trust.Authorities == Trust.Authorities ? _memory : null);
    }

    /// <summary>A validator that asks another source and shares what was learnt about paths.</summary>
    internal PeerValidator Asking(IRevocationStatusSource? source) => new(_peer, Trust, _options, _time, source, _memory);

    /// <summary>Judges a peer. Never throws: whatever goes wrong is a refusal.</summary>
    /// <param name="certificate">The peer's certificate in DER; empty if it sent none.</param>
    /// <param name="sent">The other certificates that it sent, in any order; its own among them does no harm.</param>
    /// <param name="expectedName">The name that was called; <c>null</c> where none is expected.</param>
    /// <returns>The verdict.</returns>
    public PeerVerdict Validate(
        ReadOnlyMemory<byte> certificate, IReadOnlyList<ReadOnlyMemory<byte>> sent, PeerName? expectedName)
    {
        try
        {
            return Judge(certificate, sent ?? [], expectedName);
        }
        catch (CertificateFormatException exception)
        {
            return PeerVerdict.Refused(RefusalReason.BadCertificate, $"The {Peer}'s certificate cannot be read: {PrintableText.Of(exception.Message)}.");
        }
        catch (TooComplexException exception)
        {
            return PeerVerdict.Refused(RefusalReason.PathTooComplex, $"The {Peer}'s certificates cost too much to judge: {exception.Message}.");
        }
        catch (Exception exception)
        {
            return PeerVerdict.Refused(
                RefusalReason.InternalError, $"The {Peer}'s certificate could not be judged: {exception.GetType().Name}.");
        }
    }

    /// <summary>
    /// Goes through a path again, check by check, so that people can see what was looked at; more than one check may fail
    /// where the verdict names one. For diagnosis: a handshake needs the verdict alone.
    /// </summary>
    /// <param name="verdict">A verdict of this validator, whose path is explained.</param>
    /// <param name="expectedName">The name that was called; <c>null</c> where none is expected.</param>
    /// <returns>The checks in the order in which they are made; empty if there is no path.</returns>
    public IReadOnlyList<ValidationStep> Explain(PeerVerdict verdict, PeerName? expectedName)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        var path = verdict.Path.Select(der => CertificateReader.Read(der)).ToList();
        var now = TimeRules.WholeSeconds(_time.GetUtcNow());
        // Nobody else is asked about a path that may not be good.
        var isGood = verdict.Reason is null or RefusalReason.CertificateRevoked or RefusalReason.RevocationUnknown;
        var revocation = isGood ? _revocation : new RevocationRules(Trust, _options, source: null);
        return new PathReport(Trust, _rules, revocation, _options, now).Explain(path, expectedName);
    }

    private PeerVerdict Judge(ReadOnlyMemory<byte> certificate, IReadOnlyList<ReadOnlyMemory<byte>> sent, PeerName? expectedName)
    {
        if (certificate.IsEmpty) return PeerVerdict.Refused(RefusalReason.CertificateMissing, $"The {Peer} sent no certificate.");
        CheckSize(certificate);

        var now = TimeRules.WholeSeconds(_time.GetUtcNow());
        if (_memory.Paths.TryGet(Digest.Of(certificate.Span), out var known)
            && TimeRules.Check(known, now, _options.ClockSkew) is null
            && CheckRevocation(known, [], now, out var warnings) is null)
        {
            return Accept(known, warnings, expectedName);
        }

        // The caller may reuse its buffer; what is remembered must not change.
        var leaf = CertificateReader.Read(certificate.ToArray());
        var others = ReadSent(sent, leaf, out var unreadable);
        // Those of an earlier handshake count as sent, for a resumed session whose path is no longer the best.
        if (known is not null) others.AddRange(known.Skip(1));
        var result = FindPath(leaf, others, now);
        if (result.Failure is null)
        {
            _memory.Add([.. result.Path]);
            return Accept(result.Path, result.Warnings, expectedName);
        }

        var (progress, finding, path) = result.Failure;
        if (progress == PathProgress.NoAnchor && unreadable is not null)
            finding = Finding.Malformed($"No path leads to a trust anchor, and a certificate that the {Peer} sent cannot be read: {PrintableText.Of(unreadable)}.");
        return PeerVerdict.Refused(finding.Reason, finding.Explanation, Der(path));
    }

    private void CheckSize(ReadOnlyMemory<byte> certificate)
    {
        var limit = _options.Limits.CertificateOctets;
        if (certificate.Length > limit) throw new TooComplexException($"a certificate has {certificate.Length} octets, more than {limit}");
    }

    private List<ParsedCertificate> ReadSent(IReadOnlyList<ReadOnlyMemory<byte>> sent, ParsedCertificate leaf, out string? unreadable)
    {
        var limit = _options.Limits.SentCertificates;
        if (sent.Count > limit) throw new TooComplexException($"it sent {sent.Count} certificates beside its own, more than {limit}");

        unreadable = null;
        var read = new List<ParsedCertificate>(sent.Count);
        var seen = new HashSet<Digest> { leaf.Digest };
        foreach (var der in sent)
        {
            CheckSize(der);
            var digest = Digest.Of(der.Span);
            if (!seen.Add(digest)) continue;
            try
            {
                read.Add(_memory.Intermediates.TryGet(digest, out var known) ? known : CertificateReader.Read(der.ToArray()));
            }
            catch (CertificateFormatException exception)
            {
                // It may be a superfluous one; a path without it counts.
                unreadable ??= exception.Message;
            }
        }

        return read;
    }

    private PathResult FindPath(ParsedCertificate leaf, List<ParsedCertificate> sent, DateTimeOffset now)
    {
        if (_options.Allow.AnchorAsPeer && Trust.Authorities.IsAnchor(leaf)) return JudgePinned(leaf, now);

        var budget = new Budget(_options.Limits);
        return Search(_rules, LastCheck, now, budget).Find(leaf, sent);

        Finding? LastCheck(IReadOnlyList<ParsedCertificate> path, out IReadOnlyList<PeerWarning> warnings) =>
            CheckRevocation(path, sent, now, out warnings, budget);
    }

    private PathResult JudgePinned(ParsedCertificate leaf, DateTimeOffset now)
    {
        var finding = CommonRules.Check(leaf, _options) ?? _purpose.CheckLeaf(leaf);
        var progress = PathProgress.Rules;
        if (finding is null) (finding, progress) = (TimeRules.Check([leaf], now, _options.ClockSkew), PathProgress.Time);
        return new PathResult([leaf], [], finding is null ? null : new PathFailure(progress, finding, [leaf]));
    }

    private Finding? CheckRevocation(
        IReadOnlyList<ParsedCertificate> path, List<ParsedCertificate> sent, DateTimeOffset now, out IReadOnlyList<PeerWarning> warnings, Budget? budget = null)
    {
        return _revocation.Check(path, now, SignerOf, out warnings);

        // A CA that has changed its key signs its lists with the new one. Whether the anchor stands above a candidate is
        // asked first: to check the signature of a large list for each stranger's key would cost too much.
        ParsedCertificate? SignerOf(RevocationList list)
        {
            var candidates = Trust.Authorities.Named(list.Content.Issuer).Concat(path).Concat(sent)
                .Where(candidate => candidate.Subject.Equals(list.Content.Issuer))
                .DistinctBy(candidate => candidate.Digest);
            return candidates.FirstOrDefault(candidate => IsUnder(path[^1], candidate) && list.IsSignedBy(candidate.Key));
        }

        bool IsUnder(ParsedCertificate anchor, ParsedCertificate signer)
        {
            if (signer.Digest == anchor.Digest) return true;
            return Search(_listSignerRules, SameAnchor, now, budget ??= new Budget(_options.Limits)).Find(signer, sent).Failure is null;

            Finding? SameAnchor(IReadOnlyList<ParsedCertificate> found, out IReadOnlyList<PeerWarning> none)
            {
                // That the signer's own status is unknown is let pass: the list that would tell may be the one it signed.
                var revoked = _revocation.Check(found, now, static _ => null, out none) is { Reason: RefusalReason.CertificateRevoked } finding ? finding : null;
                return found[^1].Digest == anchor.Digest
                    ? revoked
                    : new Finding(RefusalReason.RevocationUnknown, $"The list's signer {signer} is under another trust anchor.");
            }
        }
    }

    private PathSearch Search(PathRules rules, LastCheck lastCheck, DateTimeOffset now, Budget budget) =>
        new(Trust, _memory, rules, lastCheck, _options, now, budget);

    private static PeerVerdict Accept(IReadOnlyList<ParsedCertificate> path, IReadOnlyList<PeerWarning> warnings, PeerName? expectedName) =>
        expectedName is not null && NameMatch.Check(path[0], expectedName) is { } mismatch
            ? PeerVerdict.Refused(mismatch.Reason, mismatch.Explanation, Der(path))
            : PeerVerdict.AcceptedWith(Der(path), warnings);

    private static IReadOnlyList<ReadOnlyMemory<byte>> Der(IReadOnlyList<ParsedCertificate> path) => [.. path.Select(certificate => certificate.Der)];
}
