namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Names;

/// <summary>URIs in certificates: absolute, with a scheme and what it names (RFC 5280, section 4.2.1.6; RFC 3986).</summary>
internal static class UriName
{
    public static bool IsWellFormed(string uri)
    {
        var colon = uri.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon == uri.Length - 1 || !char.IsAsciiLetter(uri[0])) return false;
        foreach (var letter in uri.AsSpan(0, colon))
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('+' or '-' or '.')) return false;
        }

        foreach (var letter in uri.AsSpan(colon))
        {
            if (letter is <= ' ' or >= '\x7f' or '"' or '<' or '>' or '\\' or '^' or '`' or '{' or '|' or '}') return false;
        }

        return true;
    }

    /// <summary>The host of a URI as constraints see it: a host name, without user and port; <c>null</c> if there is none.</summary>
    public static string? Host(string uri)
    {
        var start = uri.IndexOf("://", StringComparison.Ordinal);
        if (start <= 0) return null;
        var authority = uri.AsSpan(start + 3);
        var end = authority.IndexOfAny('/', '?', '#');
        if (end >= 0) authority = authority[..end];
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        var port = authority.IndexOf(':');
        if (port >= 0) authority = authority[..port];
        var host = authority.ToString();
        return HostName.IsPlain(host, allowUnderscore: true) ? host : null;
    }
}
