using MtlsAspire.ServiceDefaults.MutualTls.Files;
using MtlsAspire.ServiceDefaults.MutualTls.Identity;
using MtlsAspire.ServiceDefaults.MutualTls.Revocation.Ocsp;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;

namespace MtlsAspire.ServiceDefaults.MutualTls.Trust;

/// <summary>
/// Whom the service believes, as its files and downloads have it now: trust anchors, known issuing CAs, revocation lists.
/// Changes are taken over as a whole and without a restart, be it a revoked certificate or a new root beside the old.
/// </summary>
internal sealed class TrustStore : ICurrentTrust
{
    /// <summary>How long requests under way have, once their peer is refused by a recheck, before the connection is cut; on both sides.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    public TrustStore(
        MutualTlsOptions options, IdentityStore identity, RevocationListDownloads downloads, TimeProvider time, OcspStatusSource? ocsp = null)
    {
        var lists = RevocationListSettings.Files(options);
        var reader = new TrustReader(options, identity, downloads, time, ocsp);
        Source = new Reloadable<TrustSnapshot>(
            [.. new[] { options.TrustAnchors, options.Intermediates }.Where(path => !string.IsNullOrWhiteSpace(path)).OfType<string>(), .. lists],
            reader.Read);
        if (ocsp is not null) ocsp.Changed += (_, _) => Recheck();
    }

    /// <summary>Raised when live connections are to be judged again: trust has changed, or time has passed.</summary>
    public event EventHandler? Rechecking;

    public Reloadable<TrustSnapshot> Source { get; }

    public TrustSnapshot Current => Source.Current;

    /// <inheritdoc/>
    TrustMaterial ICurrentTrust.Current => Current.Material;

    /// <summary>Has live connections be judged again.</summary>
    public void Recheck() => Rechecking?.Invoke(this, EventArgs.Empty);
}
