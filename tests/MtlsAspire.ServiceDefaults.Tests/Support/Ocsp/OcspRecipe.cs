using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.ServiceDefaults.MutualTls.Revocation;
using MtlsAspire.Tests.Support.Certificates;

namespace MtlsAspire.Tests.Support.Ocsp;

/// <summary>What an OCSP response shall say (RFC 6960, section 4.2.1), written by hand so that it can also be wrong. As it is, it is good.</summary>
public sealed record OcspRecipe
{
    public const string NoCheck = "1.3.6.1.5.5.7.48.1.5";
    public const string Signing = "1.3.6.1.5.5.7.3.9";
    public const string Nonce = "1.3.6.1.5.5.7.48.1.2";

    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Tag1 = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private static readonly Asn1Tag Tag2 = new(TagClass.ContextSpecific, 2, isConstructed: true);

    public string Type { get; init; } = "1.3.6.1.5.5.7.48.1.1";

    public int? Version { get; init; }

    public RevocationStatus Status { get; init; } = RevocationStatus.Good;

    public int? Reason { get; init; } = 1;

    public DateTimeOffset ThisUpdate { get; init; } = StandingClock.Noon.AddMinutes(-1);

    public DateTimeOffset? NextUpdate { get; init; } = StandingClock.Noon.AddHours(1);

    public DateTimeOffset? ProducedAt { get; init; }

    /// <summary>Whether the signer is named by name instead of key.</summary>
    public bool IsByName { get; init; }

    /// <summary>How often the answer is in it.</summary>
    public int Times { get; init; } = 1;

    public HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;

    public IReadOnlyList<Extension> Extensions { get; init; } = [];

    public IReadOnlyList<Extension> SingleExtensions { get; init; } = [];

    /// <summary>Makes another CertID of the one that was asked.</summary>
    public Func<byte[], byte[]> About { get; init; } = static asked => asked;

    public static OcspRecipe Now(RevocationStatus status) => new()
    {
        Status = status,
        ThisUpdate = DateTimeOffset.UtcNow.AddSeconds(-1),
        NextUpdate = DateTimeOffset.UtcNow.AddHours(1),
    };

    /// <summary>A delegated signer, as it should be.</summary>
    public static Recipe Delegate() => new()
    {
        Subject = "O=Acme;CN=OCSP",
        Extensions = [Extension.Usage(0), Extension.Purposes(Signing), new Extension(NoCheck, IsCritical: false, [5, 0])],
    };

    /// <summary>An answer that is none.</summary>
    public static byte[] Error(int status) => [0x30, 0x03, 0x0a, 0x01, (byte)status];

    /// <summary>The CertID of the first question of a request.</summary>
    public static byte[] Asked(byte[] request) =>
        new AsnReader(request, AsnEncodingRules.DER).ReadSequence().ReadSequence().ReadSequence().ReadSequence().ReadEncodedValue().ToArray();

    /// <summary>The octets of the serial number that a request is about.</summary>
    public static string SerialNumber(byte[] request)
    {
        var id = new AsnReader(Asked(request), AsnEncodingRules.DER).ReadSequence();
        id.ReadEncodedValue();
        id.ReadOctetString();
        id.ReadOctetString();
        return Convert.ToHexString(id.ReadIntegerBytes().Span);
    }

    /// <summary>Answers a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="signer">Who signs, and is named as the signer.</param>
    /// <param name="sent">The certificates that are sent along.</param>
    public byte[] Write(byte[] request, Entity signer, params Entity[] sent) =>
        Write(request, signer.Key, signer.Certificate, [.. sent.Select(entity => entity.Certificate)]);

    /// <summary>Answers a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="key">The key that signs.</param>
    /// <param name="named">The certificate of whoever is named as the signer.</param>
    /// <param name="sent">The certificates that are sent along.</param>
    public byte[] Write(byte[] request, AsymmetricAlgorithm key, byte[] named, params byte[][] sent)
    {
        var data = WriteData(About(Asked(request)), named);
        var parts = new AsnReader(Entity.Sign(data, key, Hash), AsnEncodingRules.DER).ReadSequence();
        var basic = new AsnWriter(AsnEncodingRules.DER);
        using (basic.PushSequence())
        {
            while (parts.HasData) basic.WriteEncodedValue(parts.ReadEncodedValue().Span);
            if (sent.Length > 0)
            {
                using (basic.PushSequence(Tag0))
                using (basic.PushSequence())
                    foreach (var certificate in sent) basic.WriteEncodedValue(certificate);
            }
        }

        var response = new AsnWriter(AsnEncodingRules.DER);
        using (response.PushSequence())
        {
            response.WriteEncodedValue([0x0a, 0x01, 0x00]);
            using (response.PushSequence(Tag0))
            using (response.PushSequence())
            {
                response.WriteObjectIdentifier(Type);
                response.WriteOctetString(basic.Encode());
            }
        }

        return response.Encode();
    }

    private byte[] WriteData(byte[] id, byte[] named)
    {
        using var signer = X509CertificateLoader.LoadCertificate(named);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            if (Version is { } version) using (writer.PushSequence(Tag0)) writer.WriteInteger(version - 1);
            using (writer.PushSequence(IsByName ? Tag1 : Tag2))
            {
                if (IsByName) writer.WriteEncodedValue(signer.SubjectName.RawData);
                else writer.WriteOctetString(KeyHash(signer));
            }

            WriteTime(writer, ProducedAt ?? ThisUpdate);
            using (writer.PushSequence())
                for (var time = 0; time < Times; time++) WriteSingle(writer, id);
            WriteExtensions(writer, Extensions);
        }

        return writer.Encode();
    }

    private void WriteSingle(AsnWriter writer, byte[] id)
    {
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(id);
            if (Status == RevocationStatus.Revoked)
            {
                using (writer.PushSequence(Tag1))
                {
                    WriteTime(writer, ThisUpdate);
                    if (Reason is { } reason) using (writer.PushSequence(Tag0)) writer.WriteEncodedValue([0x0a, 0x01, (byte)reason]);
                }
            }
            else
            {
                writer.WriteNull(new Asn1Tag(TagClass.ContextSpecific, Status == RevocationStatus.Good ? 0 : 2));
            }

            WriteTime(writer, ThisUpdate);
            if (NextUpdate is { } next) using (writer.PushSequence(Tag0)) WriteTime(writer, next);
            WriteExtensions(writer, SingleExtensions);
        }
    }

    private static void WriteExtensions(AsnWriter writer, IReadOnlyList<Extension> extensions)
    {
        if (extensions.Count == 0) return;
        using (writer.PushSequence(Tag1)) Algorithms.WriteExtensions(writer, extensions);
    }

    private static void WriteTime(AsnWriter writer, DateTimeOffset time) => writer.WriteGeneralizedTime(time, omitFractionalSeconds: true);

#pragma warning disable CA5350 // It names the key.
    private static byte[] KeyHash(X509Certificate2 signer) => SHA1.HashData(signer.PublicKey.EncodedKeyValue.RawData);
#pragma warning restore CA5350
}
