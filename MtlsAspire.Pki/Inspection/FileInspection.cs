using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAspire.Pki.Authority;

namespace MtlsAspire.Pki.Inspection;

/// <summary>Looks into a file: PEM with anything in it, or a certificate, request, revocation list or PKCS#12 file in DER.</summary>
internal static class FileInspection
{
    private const int Largest = 16 << 20;
    private const int MostItems = 1000;

    // Few rounds are enough for anything sound, and nobody shall keep this busy with millions.
    private static readonly Pkcs12LoaderLimits Limits = new(Pkcs12LoaderLimits.Defaults) { MacIterationLimit = 1_000_000, IndividualKdfIterationLimit = 1_000_000, TotalKdfIterationLimit = 3_000_000 };

    /// <summary>Looks into a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="password">What opens a PKCS#12 file or an encrypted key; null to try without.</param>
    /// <exception cref="PkiException">It cannot be read, or nothing known is in it.</exception>
    public static IReadOnlyList<InspectedItem> Read(string path, string? password)
    {
        var content = ReadBounded(path);
        var text = Encoding.UTF8.GetString(content);
        IReadOnlyList<InspectedItem> items = text.Contains("-----BEGIN ", StringComparison.Ordinal) ? [.. Pem(path, text, password).Take(MostItems)] : Der(content, password);
        return items.Count > 0
            ? items
            : throw new PkiException($"{path} holds no certificate, signing request, revocation list or key that could be read{(password is null ? "; if it is a PKCS#12 file, give --password-file FILE" : string.Empty)}.");
    }

    private static byte[] ReadBounded(string path)
    {
        try
        {
            return new FileInfo(path).Length <= Largest ? File.ReadAllBytes(path) : throw new PkiException($"{path} is larger than 16 MiB: nothing of a PKI is.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PkiException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    private static IEnumerable<InspectedItem> Pem(string path, string text, string? password)
    {
        var rest = text;
        while (PemEncoding.TryFind(rest, out var fields))
        {
            var block = rest[fields.Location];
            var label = rest[fields.Label];
            rest = rest[fields.Location.End..];
            yield return Try(() => label switch
            {
                "CERTIFICATE" => Description.Of(X509Certificate2.CreateFromPem(block)),
                "X509 CRL" => Description.Of(RevocationList.FromPem(block)),
                "CERTIFICATE REQUEST" or "NEW CERTIFICATE REQUEST" => Description.Of(ForeignRequest.Read(Encoding.ASCII.GetBytes(block))),
                _ when label.EndsWith("PRIVATE KEY", StringComparison.Ordinal) => Key(block, password),
                _ => new InspectedItem(label, new Dictionary<string, string>(StringComparer.Ordinal)),
            }) ?? throw new PkiException($"{path}: the block '{label}' in it is damaged.");
        }
    }

    private static IReadOnlyList<InspectedItem> Der(byte[] content, string? password)
    {
        var single = Try(() => Description.Of(X509CertificateLoader.LoadCertificate(content)))
            ?? Try(() => Description.Of(RevocationList.FromDer(content)))
            ?? Try(() => Description.Of(ForeignRequest.Read(content)));
        return single is not null ? [single] : Pkcs12(content, password);
    }

    private static IReadOnlyList<InspectedItem> Pkcs12(byte[] content, string? password)
    {
        try
        {
            var certificates = X509CertificateLoader.LoadPkcs12Collection(content, password ?? string.Empty, X509KeyStorageFlags.EphemeralKeySet, Limits);
            return [.. certificates.Take(MostItems).Select(certificate =>
            {
                var item = Description.Of(certificate);
                return item with { Facts = new Dictionary<string, string>(item.Facts, StringComparer.Ordinal) { ["privateKey"] = certificate.HasPrivateKey ? "beside it" : "none" } };
            })];
        }
        catch (CryptographicException)
        {
            return [];
        }
    }

    private static InspectedItem Key(string pem, string? password)
    {
        try
        {
            using var key = KeyPair.FromPem(pem, password);
            return Description.OfKey(key);
        }
        catch (CryptographicException)
        {
            return Description.OfKey(null);
        }
    }

    private static InspectedItem? Try(Func<InspectedItem> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is CryptographicException or PkiException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}
