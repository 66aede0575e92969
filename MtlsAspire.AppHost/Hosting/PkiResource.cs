namespace MtlsAspire.Hosting;

/// <summary>A private PKI: the process that makes what is declared and missing, then finishes, and where its files are.</summary>
/// <param name="name">The name of the resource.</param>
/// <param name="certs">The directory of certificates, keys and revocation lists; absolute.</param>
/// <param name="declarations">The file that declares its CAs and identities; absolute.</param>
/// <param name="domain">The host name by which people call the servers.</param>
internal sealed class PkiResource(string name, string certs, string declarations, string domain) : ProjectResource(name)
{
    /// <summary>The name of the root CA's files.</summary>
    private const string Root = "ca";

    /// <summary>The name of the issuing CA's files.</summary>
    private const string Issuing = "issuing-ca";

    /// <summary>The directory of certificates, keys and revocation lists.</summary>
    public string Certs => certs;

    /// <summary>The file that declares the CAs and identities.</summary>
    public string Declarations => declarations;

    /// <summary>The host name by which people call the servers: it stands for <c>${domain}</c> in the declarations.</summary>
    public string Domain => domain;

    /// <summary>The CA as a service, where the application has it.</summary>
    public ProjectResource? Authority { get; set; }

    /// <summary>The name of the identity by which the AppHost operates the CA.</summary>
    public string Operator { get; set; } = "operator";

    /// <summary>The trust anchors, in PEM.</summary>
    public string TrustAnchors => PathOf($"{Root}.crt");

    /// <summary>The issuing CAs, in PEM.</summary>
    public string Intermediates => PathOf($"{Issuing}.crt");

    /// <summary>The revocation lists, one of each CA, in PEM.</summary>
    public IReadOnlyList<string> RevocationLists => [PathOf($"{Root}.crl"), PathOf($"{Issuing}.crl")];

    /// <summary>The certificate of an identity, followed by its intermediates, in PEM.</summary>
    public string CertificateOf(string identity) => PathOf($"{identity}.crt");

    /// <summary>The private key of an identity, in PEM.</summary>
    public string KeyOf(string identity) => PathOf($"{identity}.key");

    /// <summary>The path of any file of the PKI.</summary>
    public string PathOf(string file) => Path.Combine(Certs, file);
}
