using MtlsAspire.ServiceDefaults.MutualTls.Identity;

namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>The service's own certificate and key as its files have them now, for other uses than TLS: signatures, keys at rest.</summary>
/// <remarks>Registered by <see cref="MutualTlsExtensions.AddMutualTls{TBuilder}"/>.</remarks>
public interface ICurrentIdentity
{
    /// <summary>Raised after a new certificate has become the current one; by one thread at a time.</summary>
    event EventHandler? Changed;

    /// <summary>The identity; a value that never changes, so keep it where two uses must be of the same.</summary>
    TlsIdentity Current { get; }
}
