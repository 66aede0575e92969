using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace MtlsAspire.Server.Protection;

/// <summary>An XML element of the key ring, encrypted for and signed by the box's own certificate.</summary>
internal static class WrappedElement
{
    private const string Name = "wrapped";
    private const string Recipient = "recipient";
    private const string Algorithm = "algorithm";
    private const string Subject = "subject";

    public static XElement Wrap(XElement element, WrappingKey key, string subject)
    {
        var (contentKey, secret) = key.NewKey();
        var plain = Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting));
        var cipher = new byte[plain.Length];
        var tag = new byte[AesGcm.TagByteSizes.MaxSize];
        // Each content key is used once, so any nonce is unique.
        var nonce = new byte[AesGcm.NonceByteSizes.MaxSize];
        try
        {
            using var aes = new AesGcm(contentKey, tag.Length);
            aes.Encrypt(nonce, plain, cipher, tag);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(contentKey);
            CryptographicOperations.ZeroMemory(plain);
        }

        var (secretText, content) = (Convert.ToBase64String(secret), Convert.ToBase64String([.. cipher, .. tag]));
        return new XElement(
            Name,
            new XAttribute(Algorithm, key.Algorithm),
            new XAttribute(Recipient, key.Id),
            new XAttribute(Subject, subject),
            new XElement("secret", secretText),
            new XElement("content", content),
            new XElement("signature", Convert.ToBase64String(key.Sign(Signed(key.Algorithm, key.Id, secretText, content)))));
    }

    /// <summary>The <see cref="WrappingKey.Id"/> of the key that opens an element, and the subject of its certificate.</summary>
    public static (string Id, string Subject) RecipientOf(XElement wrapped) =>
        ((string?)wrapped.Attribute(Recipient) ?? "", (string?)wrapped.Attribute(Subject) ?? "");

    /// <exception cref="CryptographicException">The element was not wrapped by this key, or has been changed.</exception>
    public static XElement Unwrap(XElement wrapped, WrappingKey key)
    {
        try
        {
            var (secret, content) = ((string?)wrapped.Element("secret") ?? "", (string?)wrapped.Element("content") ?? "");
            var signature = Convert.FromBase64String((string?)wrapped.Element("signature") ?? "");
            if (wrapped.Name != Name || !key.HasSigned(Signed(key.Algorithm, key.Id, secret, content), signature))
                throw new CryptographicException("The element does not carry the signature of this box.");

            var bytes = Convert.FromBase64String(content);
            var tag = AesGcm.TagByteSizes.MaxSize;
            if (bytes.Length < tag) throw new CryptographicException("The element is too short.");
            var plain = new byte[bytes.Length - tag];
            using var aes = new AesGcm(key.KeyOf(Convert.FromBase64String(secret)), tag);
            aes.Decrypt(new byte[AesGcm.NonceByteSizes.MaxSize], bytes.AsSpan(..plain.Length), bytes.AsSpan(plain.Length), plain);
            return XElement.Parse(Encoding.UTF8.GetString(plain));
        }
        catch (Exception exception) when (exception is FormatException or XmlException)
        {
            throw new CryptographicException("The element is malformed.", exception);
        }
    }

    private static string Signed(string algorithm, string recipient, string secret, string content) =>
        string.Join('\n', algorithm, recipient, secret, content);
}
