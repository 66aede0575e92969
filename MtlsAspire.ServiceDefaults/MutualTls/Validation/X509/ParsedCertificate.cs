namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

/// <summary>A certificate (RFC 5280, section 4.1) that has been read. It never changes.</summary>
/// <remarks>
/// What breaks the syntax of X.509 is no certificate; what breaks a rule of the profile is kept in
/// <see cref="Defect"/>, so that the certificate can still be placed in a path and the refusal be explained.
/// </remarks>
internal sealed class ParsedCertificate
{
    private bool? _isSelfSigned;

    public required ReadOnlyMemory<byte> Der { get; init; }

    public required Digest Digest { get; init; }

    /// <summary>What is signed.</summary>
    public required ReadOnlyMemory<byte> Signed { get; init; }

    public required ReadOnlyMemory<byte> Signature { get; init; }

    public required SignatureScheme Scheme { get; init; }

    /// <summary>1, 2 or 3.</summary>
    public required int Version { get; init; }

    /// <summary>The serial number as the octets of a DER INTEGER.</summary>
    public required ReadOnlyMemory<byte> SerialNumber { get; init; }

    public required DistinguishedName Issuer { get; init; }

    public required DistinguishedName Subject { get; init; }

    public required DateTimeOffset NotBefore { get; init; }

    public required DateTimeOffset NotAfter { get; init; }

    public required SubjectPublicKey Key { get; init; }

    public required CertificateExtensions Extensions { get; init; }

    /// <summary>The first rule of the profile that is broken by the certificate alone; <c>null</c> if none is.</summary>
    public required Finding? Defect { get; init; }

    /// <summary>Whether issuer and subject are one name (RFC 5280, section 3.2).</summary>
    public bool IsSelfIssued { get; init; }

    /// <summary>Whether it says it is a CA that may sign certificates.</summary>
    public bool IsAuthority => Extensions.BasicConstraints?.IsAuthority == true;

    /// <summary>Whether it is signed with its own key (RFC 5280, section 3.2). Looks once.</summary>
    public bool IsSelfSigned => _isSelfSigned ??= Key.Verify(Signed.Span, Signature.Span, Scheme);

    /// <summary>The certificate for people, fit for logs.</summary>
    public override string ToString() => $"'{Subject}'";
}
