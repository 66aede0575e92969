namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

/// <summary>The choices of GeneralName; the numbers are their tags (RFC 5280, section 4.2.1.6).</summary>
internal enum GeneralNameKind
{
    OtherName = 0,
    Email = 1,
    Dns = 2,
    X400Address = 3,
    Directory = 4,
    EdiParty = 5,
    Uri = 6,
    IP = 7,
    RegisteredId = 8,
}
