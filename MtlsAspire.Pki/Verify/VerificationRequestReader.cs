using System.Globalization;
using System.Text.Json;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;

namespace MtlsAspire.Pki.Verify;

/// <summary>Reads the questions of <c>verify --jsonl</c>.</summary>
internal static class VerificationRequestReader
{
    /// <summary>The id of a question, even of one that makes no sense otherwise: as JSON text, or null.</summary>
    public static string? ReadId(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("id", out var id) && id.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? id.GetRawText()
            : null;

    /// <exception cref="FormatException">The question makes no sense; the message says why in one line.</exception>
    public static VerificationRequest Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) throw new FormatException("the line is no JSON object");
        return new VerificationRequest
        {
            Id = ReadId(root),
            Peer = ReadPeer(root),
            Trusted = ReadTexts(root, "trusted"),
            Intermediates = ReadTexts(root, "intermediates"),
            Certificate = ReadText(root, "peer") ?? throw new FormatException("'peer' is missing: the certificate in PEM"),
            Time = ReadTime(root),
            Purposes = ReadTexts(root, "eku"),
            RevocationLists = ReadTexts(root, "crls"),
            MaximumDepth = ReadDepth(root),
            Policies = new CertificatePolicyOptions
            {
                Acceptable = ReadTexts(root, "policies"),
                RequireExplicitPolicy = ReadFlag(root, "require_explicit_policy"),
                InhibitPolicyMapping = ReadFlag(root, "inhibit_policy_mapping"),
                InhibitAnyPolicy = ReadFlag(root, "inhibit_any_policy"),
            },
            Name = ReadName(root),
        };
    }

    private static PeerRole ReadPeer(JsonElement root) => ReadText(root, "kind") switch
    {
        "CLIENT" => PeerRole.Client,
        "SERVER" => PeerRole.Server,
        _ => throw new FormatException("'kind' is neither \"CLIENT\" nor \"SERVER\""),
    };

    private static DateTimeOffset? ReadTime(JsonElement root)
    {
        if (ReadText(root, "time") is not { } text) return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new FormatException("'time' is no time as in 2026-01-31T12:00:00Z");
    }

    private static int? ReadDepth(JsonElement root)
    {
        if (!root.TryGetProperty("max_depth", out var depth) || depth.ValueKind == JsonValueKind.Null) return null;
        return depth.ValueKind == JsonValueKind.Number && depth.TryGetInt32(out var number) && number >= 0
            ? number
            : throw new FormatException("'max_depth' is no number from 0 on");
    }

    private static PeerName? ReadName(JsonElement root)
    {
        if (ReadText(root, "name") is not { } name) return null;
        return ReadText(root, "name_kind") switch
        {
            "DNS" => new PeerName(PeerNameKind.Dns, name),
            "IP" => new PeerName(PeerNameKind.IP, name),
            "RFC822" => new PeerName(PeerNameKind.Email, name),
            _ => throw new FormatException("'name_kind' is none of \"DNS\", \"IP\" and \"RFC822\""),
        };
    }

    private static bool ReadFlag(JsonElement root, string property)
    {
        if (!root.TryGetProperty(property, out var value)) return false;
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False or JsonValueKind.Null => false,
            _ => throw new FormatException($"'{property}' is neither true nor false"),
        };
    }

    private static string? ReadText(JsonElement root, string property)
    {
        if (!root.TryGetProperty(property, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw new FormatException($"'{property}' is no text");
    }

    // One text is as good as a list of one.
    private static string[] ReadTexts(JsonElement root, string property)
    {
        if (!root.TryGetProperty(property, out var value)) return [];
        return value.ValueKind switch
        {
            JsonValueKind.Null => [],
            JsonValueKind.String => value.GetString() is { Length: > 0 } text ? [text] : [],
            JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
                [.. value.EnumerateArray().Select(item => item.GetString()!)],
            _ => throw new FormatException($"'{property}' is no list of texts"),
        };
    }
}
