namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>One name of a certificate's subject alternative names (RFC 5280, section 4.2.1.6).</summary>
/// <param name="Kind">"DNS", "IP", "URI" or "email"; other kinds of names are left out.</param>
/// <param name="Value">The name as text.</param>
public sealed record SubjectAlternativeName(string Kind, string Value)
{
    /// <summary>Kind of a domain name.</summary>
    public const string Dns = "DNS";

    /// <summary>Kind of an IP address.</summary>
    public const string IPAddress = "IP";

    /// <summary>Kind of a URI; a SPIFFE ID is one.</summary>
    public const string Uri = "URI";

    /// <summary>Kind of an e-mail address.</summary>
    public const string Email = "email";

    /// <summary>Whether this is a SPIFFE ID.</summary>
    public bool IsSpiffeId => Kind == Uri && Value.StartsWith("spiffe://", StringComparison.OrdinalIgnoreCase);
}
