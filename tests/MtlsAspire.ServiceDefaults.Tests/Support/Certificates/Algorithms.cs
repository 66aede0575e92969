using System.Formats.Asn1;
using System.Security.Cryptography;

namespace MtlsAspire.Tests.Support.Certificates;

/// <summary>Parts that certificates and lists share.</summary>
public static class Algorithms
{
    /// <summary>AlgorithmIdentifier of a signature.</summary>
    public static byte[] Encode(AsymmetricAlgorithm key, HashAlgorithmName hash, bool isPss = false)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            if (isPss)
            {
                WritePss(writer, hash);
            }
            else
            {
                writer.WriteObjectIdentifier((key, hash.Name) switch
                {
                    (ECDsa, "SHA1") => "1.2.840.10045.4.1",
                    (ECDsa, "SHA256") => "1.2.840.10045.4.3.2",
                    (ECDsa, "SHA384") => "1.2.840.10045.4.3.3",
                    (RSA, "MD5") => "1.2.840.113549.1.1.4",
                    (RSA, "SHA1") => "1.2.840.113549.1.1.5",
                    (RSA, "SHA256") => "1.2.840.113549.1.1.11",
                    _ => throw new ArgumentException("not used in tests", nameof(hash)),
                });
                if (key is RSA) writer.WriteNull();
            }
        }

        return writer.Encode();
    }

    public static void WriteExtensions(AsnWriter writer, IEnumerable<Extension> extensions)
    {
        using (writer.PushSequence())
        {
            foreach (var extension in extensions)
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(extension.Oid);
                    if (extension.IsCritical) writer.WriteBoolean(true);
                    writer.WriteOctetString(extension.Value);
                }
            }
        }
    }

    private static void WritePss(AsnWriter writer, HashAlgorithmName hash)
    {
        var (oid, size) = hash.Name == "SHA256" ? ("2.16.840.1.101.3.4.2.1", 32) : throw new ArgumentException("not used in tests", nameof(hash));
        writer.WriteObjectIdentifier("1.2.840.113549.1.1.10");
        using (writer.PushSequence())
        {
            using (Tagged(0)) WriteHash();
            using (Tagged(1))
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.113549.1.1.8");
                WriteHash();
            }

            using (Tagged(2)) writer.WriteInteger(size);
        }

        AsnWriter.Scope Tagged(int number) => writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, number));

        void WriteHash()
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(oid);
                writer.WriteNull();
            }
        }
    }
}
