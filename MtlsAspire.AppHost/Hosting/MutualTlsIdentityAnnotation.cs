namespace MtlsAspire.Hosting;

/// <summary>Which identity of which PKI a resource has.</summary>
/// <param name="Pki">The PKI.</param>
/// <param name="Identity">The name of the identity: that of its files.</param>
internal sealed record MutualTlsIdentityAnnotation(PkiResource Pki, string Identity) : IResourceAnnotation;
