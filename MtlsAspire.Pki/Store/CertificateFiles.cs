namespace MtlsAspire.Pki.Store;

/// <summary>The names of the files in a certificate directory.</summary>
public static class CertificateFiles
{
    /// <summary>The name of the root CA: <c>ca.crt</c>, <c>ca.key</c>, <c>ca.crl</c>.</summary>
    public const string Root = "ca";

    /// <summary>The name of the issuing CA: <c>issuing-ca.crt</c>, <c>issuing-ca.key</c>, <c>issuing-ca.crl</c>.</summary>
    public const string Issuing = "issuing-ca";

    /// <summary>The name of the CA that nobody trusts, which issues what shall be refused: <c>untrusted-ca.crt</c>, <c>untrusted-ca.key</c>.</summary>
    public const string Untrusted = "untrusted-ca";

    /// <summary>What is appended to the name of a CA for the one that shall follow it.</summary>
    internal const string NextSuffix = "-next";

    /// <summary>What is appended to the name of a CA for the one that it followed.</summary>
    internal const string PreviousSuffix = "-previous";

    /// <summary>
    /// A CA's certificate, during a rollover followed by those of the next and the previous one; or an identity's certificate followed by
    /// its chain; PEM.
    /// </summary>
    /// <param name="name">The name of the CA or identity.</param>
    public static string Certificate(string name) => name + ".crt";

    /// <summary>The private key: PKCS#8 in PEM, mode 0600; unencrypted, except for a root's where a passphrase was given.</summary>
    /// <param name="name">The name of the CA or identity.</param>
    public static string Key(string name) => name + ".key";

    /// <summary>An identity's certificate signing request (PKCS#10) in PEM.</summary>
    /// <param name="name">The name of the identity.</param>
    public static string SigningRequest(string name) => name + ".csr";

    /// <summary>
    /// An identity's key, certificate and chain in one PKCS#12 file with an empty password, mode 0600. What protects it is the mode, as
    /// with the unencrypted key beside it; a password known to everybody would only look like protection.
    /// </summary>
    /// <param name="name">The name of the identity.</param>
    public static string Pkcs12(string name) => name + ".pfx";

    /// <summary>A CA's certificate revocation list in PEM, during a rollover followed by those of the next and the previous CA.</summary>
    /// <param name="name">The name of the CA.</param>
    public static string RevocationList(string name) => name + ".crl";

    /// <summary>All files of an identity, in the order in which they are written: the certificate comes last and completes it.</summary>
    /// <param name="name">The name of the identity.</param>
    public static IReadOnlyList<string> OfIdentity(string name) => [Key(name), SigningRequest(name), Pkcs12(name), Certificate(name)];

    /// <summary>All files of a CA, in the order in which they are written.</summary>
    /// <param name="name">The name of the CA.</param>
    public static IReadOnlyList<string> OfAuthority(string name) => [Key(name), Certificate(name), RevocationList(name)];

    /// <summary>All files that CAs may have, those of a rollover and the untrusted one's included.</summary>
    internal static IEnumerable<string> OfAuthorities() =>
        new[] { Root, Issuing, Root + NextSuffix, Root + PreviousSuffix, Issuing + NextSuffix, Issuing + PreviousSuffix, Untrusted }.SelectMany(OfAuthority);

    /// <summary>Whether files of this name are those of a CA.</summary>
    /// <param name="name">The name, without extension.</param>
    internal static bool IsOfAuthority(string name) =>
        name is Root or Issuing or Untrusted
            or Root + NextSuffix or Root + PreviousSuffix or Issuing + NextSuffix or Issuing + PreviousSuffix;

    /// <summary>Whether a file holds a private key.</summary>
    /// <param name="file">The file's name or path.</param>
    internal static bool IsPrivate(string file) => Path.GetExtension(file) is ".key" or ".pfx";
}
