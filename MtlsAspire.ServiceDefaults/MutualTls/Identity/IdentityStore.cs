using MtlsAspire.ServiceDefaults.MutualTls.Files;

namespace MtlsAspire.ServiceDefaults.MutualTls.Identity;

/// <summary>
/// The service's identity as its files have it now. New handshakes use a new certificate from the moment on at which
/// certificate and key are both there, valid and a pair; no connection is dropped for it.
/// </summary>
internal sealed class IdentityStore(MutualTlsOptions options, TimeProvider time) : ICurrentIdentity
{
    /// <inheritdoc/>
    public event EventHandler? Changed
    {
        add => Source.Changed += value;
        remove => Source.Changed -= value;
    }

    public Reloadable<TlsIdentity> Source { get; } = new(
        new[] { options.Certificate, options.Key }.OfType<string>(),
        _ => TlsIdentity.Load(options, time));

    /// <inheritdoc/>
    public TlsIdentity Current => Source.Current;
}
