namespace MtlsAspire.Server.Locks;

/// <summary>SPIFFE IDs with <c>*</c> in their path. The trust domain is always spelt out: whoever owns it decides who is who.</summary>
internal static class SpiffePattern
{
    private const string Scheme = "spiffe://";

    public static bool IsOne(string text)
    {
        if (!text.StartsWith(Scheme, StringComparison.Ordinal)) return false;
        var rest = text.AsSpan(Scheme.Length);
        var slash = rest.IndexOf('/');
        return slash > 0 && slash < rest.Length - 1 && !rest[..slash].Contains('*');
    }
}
