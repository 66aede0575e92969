using System.Formats.Asn1;
using System.Security.Cryptography;

namespace MtlsAspire.Tests.Support.Certificates;

/// <summary>What a revocation list shall say; good unless something is set.</summary>
public sealed record ListRecipe
{
    /// <summary>The issuer's name where it shall not be that of the signer.</summary>
    public string? Issuer { get; init; }

    public DateTimeOffset ThisUpdate { get; init; } = StandingClock.Noon.AddDays(-1);

    public DateTimeOffset? NextUpdate { get; init; } = StandingClock.Noon.AddDays(1);

    public int? Number { get; init; } = 1;

    public bool IsNumberCritical { get; init; }

    public HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;

    /// <summary>The serial numbers of the revoked certificates, each with its reason code or none.</summary>
    public IReadOnlyList<(byte[] SerialNumber, int? Reason)> Revoked { get; init; } = [];

    public IReadOnlyList<Extension> Extensions { get; init; } = [];

    /// <summary>An extension of every entry.</summary>
    public Extension? EntryExtension { get; init; }

    public static ListRecipe Of(params byte[][] certificates) => new()
    {
        Revoked = [.. certificates.Select(certificate => (Entity.SerialNumberOf(certificate), (int?)1))],
    };

    /// <summary>The issuing distribution point (RFC 5280, 5.2.5).</summary>
    public static Extension Scope(string? uri = null, bool onlyUsers = false, bool onlyAuthorities = false, byte? reasons = null, bool isIndirect = false) =>
        Extension.Write("2.5.29.28", isCritical: true, writer =>
        {
            using (writer.PushSequence())
            {
                if (uri is not null) Extension.PointName(writer, uri);
                if (onlyUsers) Flag(1);
                if (onlyAuthorities) Flag(2);
                if (reasons is { } bits) writer.WriteBitString([bits], byte.TrailingZeroCount(bits), new Asn1Tag(TagClass.ContextSpecific, 3));
                if (isIndirect) Flag(4);
            }

            void Flag(int number) => writer.WriteBoolean(true, new Asn1Tag(TagClass.ContextSpecific, number));
        });

    public byte[] Write(string issuer, AsymmetricAlgorithm key)
    {
        // The writer grows by small steps, each of which copies everything.
        var writer = new AsnWriter(AsnEncodingRules.DER, initialCapacity: 1_024 + (Revoked.Count * 64));
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteEncodedValue(Algorithms.Encode(key, Hash));
            writer.WriteEncodedValue(DistinguishedNames.Encode(issuer));
            writer.WriteUtcTime(ThisUpdate);
            if (NextUpdate is { } next) writer.WriteUtcTime(next);
            if (Revoked.Count > 0) using (writer.PushSequence()) foreach (var (number, reason) in Revoked) WriteEntry(writer, number, reason);
            var extensions = Extensions.ToList();
            if (Number is { } serial) extensions.Add(Extension.Write(Extension.CrlNumber, IsNumberCritical, value => value.WriteInteger(serial)));
            if (extensions.Count > 0) using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0))) Algorithms.WriteExtensions(writer, extensions);
        }

        return Entity.Sign(writer.Encode(), key, Hash);
    }

    private void WriteEntry(AsnWriter writer, byte[] serialNumber, int? reason)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(serialNumber);
            writer.WriteUtcTime(ThisUpdate);
            var extensions = new List<Extension>();
            if (reason is { } code) extensions.Add(new Extension("2.5.29.21", IsCritical: false, [0x0a, 0x01, (byte)code]));
            if (EntryExtension is not null) extensions.Add(EntryExtension);
            if (extensions.Count > 0) Algorithms.WriteExtensions(writer, extensions);
        }
    }
}
