namespace MtlsAspire.ServiceDefaults.Seals;

/// <summary>Who asked for a run, as lock 1 saw it.</summary>
/// <param name="Subject">The certificate's subject.</param>
/// <param name="SpiffeId">The SPIFFE ID; <c>null</c> if there is none.</param>
/// <param name="CertificateSha256">SHA-256 of the certificate, upper-case hexadecimal.</param>
public sealed record SealRequester(string Subject, string? SpiffeId, string CertificateSha256);
