namespace MtlsAspire.Pki.Ocsp;

/// <summary>The answer about one certificate (SingleResponse; RFC 6960, 4.2.1).</summary>
/// <param name="Certificate">Which.</param>
/// <param name="Status">What is said of it.</param>
internal sealed record SingleResponse(CertificateId Certificate, CertificateStatus Status);
