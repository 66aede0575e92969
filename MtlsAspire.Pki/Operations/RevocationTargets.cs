using MtlsAspire.Pki.Ledger;

namespace MtlsAspire.Pki.Operations;

/// <summary>Finds what a person means to revoke.</summary>
internal static class RevocationTargets
{
    /// <summary>The certificates with a name that are not over, or the one with a serial number.</summary>
    /// <exception cref="PkiException">There is none, or none that a CA of this PKI could put on its list.</exception>
    public static IReadOnlyList<LedgerEntry> Find(IssuanceLedger ledger, Hierarchy hierarchy, string nameOrSerial, DateTimeOffset now)
    {
        var named = ledger.List(new LedgerFilter { Name = nameOrSerial });
        var found = named.Count > 0 ? [.. named.Where(entry => entry.NotAfter >= now)] : BySerial(ledger, nameOrSerial);
        if (found.Count == 0)
        {
            throw new PkiException(named.Count > 0
                ? $"Every certificate of {nameOrSerial} is past its end: there is nothing to revoke."
                : $"The ledger knows neither a name nor a serial number '{nameOrSerial}': run list to see what there is.");
        }

        var signers = hierarchy.Others.Prepend(hierarchy.Issuing).Prepend(hierarchy.Root).Select(authority => authority.KeyId).ToHashSet(StringComparer.Ordinal);
        var ours = found.Where(entry => signers.Contains(entry.IssuerKeyId)).ToList();
        if (ours.Count == 0)
        {
            throw new PkiException($"{nameOrSerial} was not issued by a CA that signs revocation lists here: only its issuer can revoke it.");
        }

        return ours.Exists(entry => entry.Kind == LedgerKind.Root)
            ? throw new PkiException("A root cannot revoke itself: take ca.crt away from every peer instead (see rollover root).")
            : ours;
    }

    // As openssl, browsers and people write it: with or without colons and leading zeros.
    private static IReadOnlyList<LedgerEntry> BySerial(IssuanceLedger ledger, string text)
    {
        var digits = text.Replace(":", string.Empty, StringComparison.Ordinal).ToUpperInvariant();
        if (digits.Length is 0 or > 42 || !digits.All(char.IsAsciiHexDigit))
        {
            return [];
        }

        var shortest = digits.TrimStart('0').PadLeft(1, '0');
        var even = shortest.Length % 2 == 0 ? shortest : "0" + shortest;
        return [.. new[] { digits, even, "00" + even }.Distinct().SelectMany(ledger.FindSerial)];
    }
}
