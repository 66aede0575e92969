using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Profile;

/// <summary>What holds for every certificate of a path, the trust anchor among them.</summary>
internal static class CommonRules
{
    private const int LongestSerialNumber = 20;

    public static Finding? Check(ParsedCertificate certificate, PeerValidationOptions options) =>
        certificate.Defect
        ?? CheckUnknownExtensions(certificate)
        ?? CheckSerialNumber(certificate, options)
        ?? CheckIssuer(certificate)
        ?? CheckKey(certificate, options);

    /// <summary>The signature on a certificate that somebody else signed; an anchor's own is not looked at.</summary>
    public static Finding? CheckScheme(string what, SignatureScheme scheme, PeerValidationOptions options)
    {
        if (scheme.IsBroken || (scheme.IsSha1 && !options.Allow.Sha1))
            return new Finding(RefusalReason.InsufficientSecurity, $"{what} is signed with {scheme.Name}, which is too weak.");
        return scheme.IsSupported
            ? null
            : new Finding(RefusalReason.UnsupportedCertificate, $"{what} is signed with {scheme.Name}, which is not supported.");
    }

    private static Finding? CheckUnknownExtensions(ParsedCertificate certificate) => certificate.Extensions.UnknownCritical is { } oid
        ? new Finding(RefusalReason.UnsupportedCertificate, $"The certificate {certificate} has the critical extension {oid}, which is not known here.")
        : null;

    private static Finding? CheckSerialNumber(ParsedCertificate certificate, PeerValidationOptions options)
    {
        var number = certificate.SerialNumber.Span;
        var isRegular = number.Length <= LongestSerialNumber && (number[0] & 0x80) == 0 && number.ContainsAnyExcept((byte)0);
        return isRegular || options.Allow.IrregularSerialNumber
            ? null
            : Finding.Malformed($"The serial number of certificate {certificate} is not a positive number of at most {LongestSerialNumber} octets.");
    }

    private static Finding? CheckIssuer(ParsedCertificate certificate) => certificate.Issuer.IsEmpty
        ? Finding.Malformed($"The certificate {certificate} names no issuer.")
        : null;

    /// <summary>The strength of a certificate's key.</summary>
    public static Finding? CheckKey(ParsedCertificate certificate, PeerValidationOptions options)
    {
        var key = certificate.Key;
        return key.Kind switch
        {
            KeyKind.Rsa when key.Bits < options.MinimumRsaKeyBits => Weak($"less than {options.MinimumRsaKeyBits} bits"),
            KeyKind.Rsa when key.Bits % 8 != 0 && !options.Allow.OddRsaKeySize => Weak("a size that is not divisible by 8"),
            KeyKind.EllipticCurve when key.Bits < 256 => Weak("less than 256 bits"),
            KeyKind.Dsa => Weak("an algorithm that is withdrawn (FIPS 186-5)"),
            KeyKind.Unsupported => new Finding(
                RefusalReason.UnsupportedCertificate, $"The key of certificate {certificate} is {key.Name}, which is not supported."),
            _ => null,
        };

        Finding Weak(string why) =>
            new(RefusalReason.InsufficientSecurity, $"The key of certificate {certificate} is too weak: {key.Name}, {why}.");
    }
}
