namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

/// <summary>Which key of the issuer signed (RFC 5280, section 4.2.1.1).</summary>
internal sealed record AuthorityKeyIdentifier(byte[]? KeyIdentifier, bool NamesIssuerOrSerial);
