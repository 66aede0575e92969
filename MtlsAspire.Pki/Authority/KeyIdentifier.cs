using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Authority;

/// <summary>Key identifiers (RFC 5280, 4.2.1.1 and 4.2.1.2) as lower-case hexadecimal text: what tells one CA's key from another's of the same name.</summary>
public static class KeyIdentifier
{
    /// <summary>The identifier of a certificate's own key: its subjectKeyIdentifier, or, where it has none, method 1 of the RFC.</summary>
    /// <param name="certificate">The certificate.</param>
    public static string Of(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault() is { } extension
            ? Text(extension.SubjectKeyIdentifierBytes.Span)
            : Of(certificate.PublicKey);
    }

    /// <summary>The identifier of a key by method 1 of RFC 5280, 4.2.1.2.</summary>
    /// <param name="publicKey">The key.</param>
    public static string Of(PublicKey publicKey) => Text(new X509SubjectKeyIdentifierExtension(publicKey, critical: false).SubjectKeyIdentifierBytes.Span);

    /// <summary>The identifier of the key that signed a certificate: its authorityKeyIdentifier, or null where it has none.</summary>
    /// <param name="certificate">The certificate.</param>
    public static string? OfIssuer(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return certificate.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().FirstOrDefault()?.KeyIdentifier is { } identifier
            ? Text(identifier.Span)
            : null;
    }

    private static string Text(ReadOnlySpan<byte> identifier) => Convert.ToHexStringLower(identifier);
}
