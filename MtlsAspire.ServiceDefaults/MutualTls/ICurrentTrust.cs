using MtlsAspire.ServiceDefaults.MutualTls.Validation;

namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>Whom the service believes now, for other uses than TLS: the signers of documents.</summary>
/// <remarks>Registered by <see cref="MutualTlsExtensions.AddMutualTls{TBuilder}"/>.</remarks>
public interface ICurrentTrust
{
    /// <summary>Anchors, known intermediates and revocation lists; a value that never changes.</summary>
    TrustMaterial Current { get; }
}
