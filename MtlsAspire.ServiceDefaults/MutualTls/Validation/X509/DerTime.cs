using System.Formats.Asn1;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

/// <summary>Reads times as certificates and lists hold them (RFC 5280, sections 4.1.2.5 and 5.1.2.4): in seconds, in UTC.</summary>
internal static class DerTime
{
    private static readonly Asn1Tag Generalized = new(UniversalTagNumber.GeneralizedTime);
    private static readonly Asn1Tag Utc = new(UniversalTagNumber.UtcTime);

    public static bool IsNext(AsnReader reader) => reader.HasData && (reader.PeekTag() == Generalized || reader.PeekTag() == Utc);

    /// <exception cref="AsnContentException">It is no time.</exception>
    public static DateTimeOffset Read(AsnReader reader) => reader.PeekTag() == Generalized
        ? InWholeSeconds(reader.ReadGeneralizedTime())
        : reader.ReadUtcTime(twoDigitYearMax: 2049);

    /// <summary>A time for people.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    private static DateTimeOffset InWholeSeconds(DateTimeOffset time) => time.Ticks % TimeSpan.TicksPerSecond == 0
        ? time
        : throw new AsnContentException("a time has fractions of a second");
}
