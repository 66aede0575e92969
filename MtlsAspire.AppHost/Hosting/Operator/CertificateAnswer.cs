namespace MtlsAspire.Hosting.Operator;

/// <summary>A certificate, as the operator's API tells it.</summary>
/// <param name="Name">The name of the identity or CA.</param>
/// <param name="Kind">What it is for: <c>leaf</c>, <c>issuingCa</c>, <c>ocspSigner</c> and so on.</param>
/// <param name="SerialNumber">The serial number, upper-case hexadecimal.</param>
/// <param name="NotAfter">The last valid instant, UTC.</param>
internal sealed record CertificateAnswer(string Name, string Kind, string SerialNumber, DateTimeOffset NotAfter);
