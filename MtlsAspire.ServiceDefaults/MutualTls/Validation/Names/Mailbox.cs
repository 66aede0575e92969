namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Names;

/// <summary>The syntax of e-mail addresses in certificates: <c>local-part@host</c> (RFC 5280, section 4.2.1.6).</summary>
internal static class Mailbox
{
    private const int LongestLocalPart = 64;

    /// <summary>Whether a text is a mailbox of ASCII letters, without quoting, on a host with a name.</summary>
    public static bool IsWellFormed(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at is > 0 and <= LongestLocalPart
            && IsLocalPart(text.AsSpan(0, at))
            && HostName.IsPlain(text[(at + 1)..]);
    }

    /// <summary>Whether two mailboxes are one: the local part exactly, the host without regard to case.</summary>
    public static bool AreEqual(string one, string other)
    {
        var at = one.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at == other.IndexOf('@', StringComparison.Ordinal)
            && one.AsSpan(0, at).SequenceEqual(other.AsSpan(0, at))
            && one.AsSpan(at).Equals(other.AsSpan(at), StringComparison.OrdinalIgnoreCase);
    }

    // Atoms with single periods between them (RFC 5321, section 4.1.2: Dot-string).
    private static bool IsLocalPart(ReadOnlySpan<char> local)
    {
        if (local[0] == '.' || local[^1] == '.' || local.IndexOf("..", StringComparison.Ordinal) >= 0) return false;
        foreach (var letter in local)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && !".!#$%&'*+-/=?^_`{|}~".Contains(letter, StringComparison.Ordinal)) return false;
        }

        return true;
    }
}
