using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.Server.Endpoints;

/// <summary>What the server sees of an authenticated client.</summary>
/// <param name="Subject">The certificate's subject, as in <c>CN=client1, O=MtlsAspire</c>.</param>
/// <param name="Issuer">The issuer's name.</param>
/// <param name="Serial">The serial number, upper-case hexadecimal.</param>
/// <param name="SubjectAlternativeNames">Every subject alternative name.</param>
/// <param name="Sha256">The thumbprint: SHA-256 of the certificate's DER encoding, upper-case hexadecimal.</param>
/// <param name="NotBefore">Start of validity, UTC.</param>
/// <param name="NotAfter">End of validity, UTC.</param>
/// <param name="TlsVersion">The TLS version, "1.2" or "1.3".</param>
/// <param name="Cipher">The cipher suite's IANA name.</param>
internal sealed record WhoAmIAnswer(
    string Subject,
    string Issuer,
    string Serial,
    IReadOnlyList<WhoAmIName> SubjectAlternativeNames,
    string Sha256,
    DateTime NotBefore,
    DateTime NotAfter,
    string TlsVersion,
    string Cipher)
{
    public static WhoAmIAnswer Of(TlsConnection connection)
    {
        var certificate = connection.Certificate!;
        return new WhoAmIAnswer(
            certificate.Subject,
            certificate.Issuer,
            certificate.SerialNumber,
            [.. certificate.SubjectAlternativeNames.Select(name => new WhoAmIName(name.Kind, name.Value))],
            certificate.Sha256,
            certificate.NotBefore,
            certificate.NotAfter,
            connection.ProtocolVersion,
            connection.CipherSuite);
    }
}
