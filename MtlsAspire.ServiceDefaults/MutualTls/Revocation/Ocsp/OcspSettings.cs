using MtlsAspire.ServiceDefaults.MutualTls.Validation;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation.Ocsp;

/// <summary>Who is asked by OCSP, and how.</summary>
/// <param name="Responders">In the order in which they are tried; <c>null</c> stands for those that the certificate names.</param>
/// <param name="Timeout">How long a handshake waits for a certificate's status.</param>
/// <param name="Refresh">How old an answer may be before it is asked for again.</param>
/// <param name="Validation">How strictly answers are judged: clock skew, keys and hashes as for certificates.</param>
internal sealed record OcspSettings(IReadOnlyList<Uri?> Responders, TimeSpan Timeout, TimeSpan Refresh, PeerValidationOptions Validation)
{
    private const string NamedByCertificate = "certificate";

    /// <summary>Reads the settings.</summary>
    /// <returns>The settings; <c>null</c> if OCSP is off.</returns>
    /// <exception cref="ConfigurationException">One makes no sense.</exception>
    public static OcspSettings? Read(MutualTlsOptions options)
    {
        var names = (options.OcspResponders ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names.Length == 0) return null;

        if (options.OcspTimeout <= TimeSpan.Zero || options.OcspTimeout >= options.HandshakeTimeout)
        {
            throw Problem(
                nameof(options.OcspTimeout),
                $"{options.OcspTimeout} is not between zero and {nameof(options.HandshakeTimeout)} ({options.HandshakeTimeout}), within which a handshake must have its answer; write it like 00:00:02.");
        }

        if (options.OcspRefresh <= TimeSpan.Zero || options.OcspRefresh > TimeSpan.FromDays(1))
            throw Problem(nameof(options.OcspRefresh), $"{options.OcspRefresh} is not between zero and a day; write it like 00:00:30.");

        return new OcspSettings([.. names.Select(Responder).Distinct()], options.OcspTimeout, options.OcspRefresh, options.Validation);
    }

    /// <summary>Who is asked about a certificate, in this order; those that it names wrongly are left out.</summary>
    public IReadOnlyList<Uri> RespondersOf(ParsedCertificate certificate) =>
    [
        .. Responders
            .SelectMany(responder => responder is not null ? [responder] : certificate.Extensions.OcspResponders.Select(Parse))
            .OfType<Uri>()
            .Distinct(),
    ];

    private static Uri? Responder(string name) => name.Equals(NamedByCertificate, StringComparison.OrdinalIgnoreCase)
        ? null
        : Parse(name) ?? throw Problem(
            nameof(MutualTlsOptions.OcspResponders),
            $"'{WithoutUser(name)}' is neither the word '{NamedByCertificate}' nor an http or https URL without user name; write it like http://pki.example/ocsp.");

    private static Uri? Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", UserInfo: "", Fragment: "", Host.Length: > 0 } ? url : null;

    // A password has no place in a message.
    private static string WithoutUser(string name)
    {
        var (start, end) = (name.IndexOf("://", StringComparison.Ordinal) + 3, name.LastIndexOf('@'));
        return start > 2 && end > start ? $"{name[..start]}***{name[end..]}" : name;
    }

    private static ConfigurationException Problem(string setting, string what) => new($"{MutualTlsOptions.SectionName}:{setting}: {what}");
}
