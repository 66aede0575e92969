using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>
/// Decides about a peer by the platform's chain building (<see cref="X509Chain"/>) alone: a chain to our anchors, valid
/// now, and an extended key usage that is present and fits. It does not check revocation.
/// </summary>
/// <remarks>
/// The chain is built once, by <see cref="SslStream"/> under <see cref="Policy"/>, and judged here: building another in
/// the callback would double the cost of a handshake.
/// </remarks>
internal sealed class PeerChainCheck
{
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2", "client authentication");
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1", "server authentication");

    private readonly PeerRole _peer;
    private readonly Oid _purpose;
    private readonly TimeProvider _time;

    public PeerChainCheck(PeerRole peer, TrustBundle trust, TimeProvider time)
    {
        _peer = peer;
        _purpose = peer == PeerRole.Client ? ClientAuthentication : ServerAuthentication;
        _time = time;
        Policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            ApplicationPolicy = { _purpose },
        };
        Policy.CustomTrustStore.AddRange(trust.Anchors.ToArray());
        Policy.ExtraStore.AddRange(trust.Intermediates.ToArray());
    }

    /// <summary>How the chain is built; <see cref="SslStream"/> takes a copy and adds what the peer sent.</summary>
    public X509ChainPolicy Policy { get; }

    /// <summary>Judges what <see cref="SslStream"/> found. Whatever goes wrong in here is a refusal.</summary>
    /// <param name="certificate">The peer's certificate, if it sent one.</param>
    /// <param name="chain">The chain that was built under <see cref="Policy"/>.</param>
    /// <param name="errors">What was found to be wrong.</param>
    /// <param name="serverName">The name that was called; <c>null</c> where the peer is a client.</param>
    /// <returns>The verdict.</returns>
    public PeerVerdict Judge(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, string? serverName = null)
    {
        try
        {
            if (certificate is not X509Certificate2 leaf || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
                return PeerVerdict.Refused(RefusalReason.CertificateMissing, $"The {Peer} sent no certificate.");
            if (chain is null)
                return PeerVerdict.Refused(RefusalReason.BadCertificate, $"The {Peer}'s certificate chain could not be built.");

            return JudgeChain(leaf, chain, errors) ?? JudgePurpose(leaf) ?? JudgeName(leaf, errors, serverName) ?? PeerVerdict.Accepted;
        }
        catch (Exception exception)
        {
            return PeerVerdict.Refused(
                RefusalReason.BadCertificate, $"The {Peer}'s certificate could not be examined: {exception.Message}");
        }
    }

    private string Peer => _peer == PeerRole.Client ? "client" : "server";

    private PeerVerdict? JudgeChain(X509Certificate2 leaf, X509Chain chain, SslPolicyErrors errors)
    {
        var found = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        if (found == X509ChainStatusFlags.NoError && !errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)) return null;

        // Several may be wrong at once; what makes the others meaningless comes first.
        if (found.HasFlag(X509ChainStatusFlags.PartialChain) || found.HasFlag(X509ChainStatusFlags.UntrustedRoot))
        {
            return PeerVerdict.Refused(
                RefusalReason.UnknownCa,
                $"The certificate '{leaf.Subject}' does not chain to one of our trust anchors; its issuer is '{leaf.Issuer}'.");
        }

        if (found.HasFlag(X509ChainStatusFlags.NotTimeValid)) return JudgeValidity(leaf, chain);
        return found.HasFlag(X509ChainStatusFlags.NotValidForUsage)
            ? WrongPurpose(leaf)
            : PeerVerdict.Refused(
                RefusalReason.BadCertificate, $"The certificate '{leaf.Subject}' or its chain breaks a rule: {found}.");
    }

    private PeerVerdict JudgeValidity(X509Certificate2 leaf, X509Chain chain)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        var culprit = chain.ChainElements
            .FirstOrDefault(element => element.ChainElementStatus.Any(status => status.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)))
            ?.Certificate ?? leaf;
        return now < culprit.NotBefore.ToUniversalTime()
            ? PeerVerdict.Refused(
                RefusalReason.CertificateNotYetValid,
                $"The certificate '{culprit.Subject}' is not valid before {Certificates.Iso8601(culprit.NotBefore)}.")
            : PeerVerdict.Refused(
                RefusalReason.CertificateExpired,
                $"The certificate '{culprit.Subject}' expired at {Certificates.Iso8601(culprit.NotAfter)}.");
    }

    // The platform's check passes a certificate without any extended key usage.
    private PeerVerdict? JudgePurpose(X509Certificate2 leaf) => Certificates.HasPurpose(leaf, _purpose) ? null : WrongPurpose(leaf);

    private PeerVerdict WrongPurpose(X509Certificate2 leaf) => PeerVerdict.Refused(
        RefusalReason.WrongPurpose,
        $"The certificate '{leaf.Subject}' is not for {_purpose.FriendlyName}: its extended key usage lacks {_purpose.Value}.");

    private PeerVerdict? JudgeName(X509Certificate2 leaf, SslPolicyErrors errors, string? serverName)
    {
        if (_peer == PeerRole.Client) return null;

        // The platform's check falls back to the common name; RFC 9525, section 2, forbids it.
        return !string.IsNullOrEmpty(serverName)
            && !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            && leaf.MatchesHostname(serverName, allowWildcards: true, allowCommonName: false)
            ? null
            : PeerVerdict.Refused(
                RefusalReason.NameMismatch, $"The certificate '{leaf.Subject}' is not for the name '{serverName}' that was called.");
    }
}
