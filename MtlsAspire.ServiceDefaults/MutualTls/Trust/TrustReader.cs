using System.Security.Cryptography;
using System.Text;
using MtlsAspire.ServiceDefaults.MutualTls.Identity;
using MtlsAspire.ServiceDefaults.MutualTls.Revocation;
using MtlsAspire.ServiceDefaults.MutualTls.Revocation.Ocsp;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;

namespace MtlsAspire.ServiceDefaults.MutualTls.Trust;

/// <summary>Reads everything that trust is made of; the identity's own issuing CAs count as known.</summary>
internal sealed class TrustReader(
    MutualTlsOptions options, IdentityStore identity, RevocationListDownloads downloads, TimeProvider time, OcspStatusSource? ocsp)
{
    private const int LargestList = 64 << 20;

    // A large list takes long to parse; it is parsed when its content changes, whatever else has changed.
    private Dictionary<string, IReadOnlyList<RevocationList>> _parsed = new(StringComparer.Ordinal);

    /// <exception cref="ConfigurationException">A file is missing or malformed.</exception>
    public TrustSnapshot Read(TrustSnapshot? present)
    {
        using var version = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var anchors = Certificates(nameof(options.TrustAnchors), options.TrustAnchors);
        var known = string.IsNullOrWhiteSpace(options.Intermediates) ? [] : Certificates(nameof(options.Intermediates), options.Intermediates);
        known = [.. known.Concat(identity.Current.Intermediates.Select(certificate => certificate.RawDataMemory)).DistinctBy(Hash)];
        foreach (var certificate in anchors.Concat(known)) version.AppendData(certificate.Span);
        var lists = Lists(version);
        RequireLists(lists);

        var snapshot = Convert.ToHexString(version.GetHashAndReset());
        try
        {
            var material = Material(present?.Material, anchors, known, lists);
            return present?.With(snapshot, material) ?? new TrustSnapshot(snapshot, material, options.Validation, time, ocsp);
        }
        catch (CertificateFormatException exception)
        {
            throw PemFiles.Problem(nameof(options.TrustAnchors), options.TrustAnchors, $"cannot be used: {exception.Message.TrimEnd('.')}", exception);
        }
    }

    // What is known of paths stays known where only the lists have changed.
    private static TrustMaterial Material(
        TrustMaterial? present, List<ReadOnlyMemory<byte>> anchors, List<ReadOnlyMemory<byte>> known, List<RevocationList> lists) =>
        present is not null && Same(present.Anchors, anchors) && Same(present.Intermediates, known)
            ? present.With(lists)
            : new TrustMaterial(anchors, known, lists);

    private static bool Same(IReadOnlyList<ReadOnlyMemory<byte>> one, List<ReadOnlyMemory<byte>> other) =>
        one.Count == other.Count && one.Zip(other).All(pair => pair.First.Span.SequenceEqual(pair.Second.Span));

    private static List<ReadOnlyMemory<byte>> Certificates(string setting, string? path) =>
        [.. PemFiles.ReadCertificates(setting, path).Select(certificate => certificate.RawDataMemory)];

    private static string Hash(ReadOnlyMemory<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes.Span));

    private List<RevocationList> Lists(IncrementalHash version)
    {
        var parsed = new Dictionary<string, IReadOnlyList<RevocationList>>(StringComparer.Ordinal);
        var all = new List<RevocationList>();
        var files = RevocationListSettings.Files(options)
            .Select(path => (Name: path, Bytes: PemFiles.ReadBytes(nameof(options.RevocationLists), path, LargestList)));
        foreach (var (name, bytes) in files.Concat(downloads.Lists.Select(list => (Name: list.Key.ToString(), Bytes: list.Value))))
        {
            var hash = Hash(bytes);
            version.AppendData(Encoding.ASCII.GetBytes(hash));
            if (!_parsed.TryGetValue(hash, out var lists)) lists = Parse(name, bytes);
            parsed[hash] = lists;
            all.AddRange(lists);
        }

        _parsed = parsed;
        return all;
    }

    private static IReadOnlyList<RevocationList> Parse(string name, byte[] bytes)
    {
        try
        {
            var isPem = bytes.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("-----"u8) || bytes.AsSpan().IndexOf("-----BEGIN"u8) >= 0;
            var lists = isPem ? RevocationList.ParsePem(Encoding.UTF8.GetString(bytes)) : [RevocationList.Parse(bytes)];
            return lists.Count > 0
                ? lists
                : throw PemFiles.Problem(nameof(options.RevocationLists), name, "holds no revocation list (-----BEGIN X509 CRL-----); name a file that does");
        }
        catch (CertificateFormatException exception)
        {
            throw PemFiles.Problem(nameof(options.RevocationLists), name, $"is no revocation list: {exception.Message.TrimEnd('.')}; create it anew", exception);
        }
    }

    private void RequireLists(List<RevocationList> lists)
    {
        if (lists.Count > 0 || downloads.Any || ocsp is not null || options.Validation.Revocation != RevocationMode.Require) return;
        throw new ConfigurationException(
            $"{MutualTlsOptions.SectionName}:{nameof(options.RevocationLists)} is not set, so nobody's revocation status can be told and everybody would be refused; name the lists of the CAs, or OCSP responders in {MutualTlsOptions.SectionName}:{nameof(options.OcspResponders)}, or set {MutualTlsOptions.SectionName}:Validation:Revocation to RequireWhereListed, SoftFail or Off.");
    }
}
