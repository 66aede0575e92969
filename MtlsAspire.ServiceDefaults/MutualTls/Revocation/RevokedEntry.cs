using System.Runtime.InteropServices;

namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation;

/// <summary>A line of a revocation list (RFC 5280, section 5.3).</summary>
/// <param name="Since">When the certificate was revoked.</param>
/// <param name="Reason">The reason code, or -1 if none is given.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RevokedEntry(DateTimeOffset Since, sbyte Reason)
{
    public const sbyte NoReason = -1;

    /// <summary>The name of the reason as RFC 5280, section 5.3.1, writes it.</summary>
    public string ReasonName => Reason switch
    {
        1 => "keyCompromise",
        2 => "cACompromise",
        3 => "affiliationChanged",
        4 => "superseded",
        5 => "cessationOfOperation",
        6 => "certificateHold",
        8 => "removeFromCRL",
        9 => "privilegeWithdrawn",
        10 => "aACompromise",
        _ => "unspecified",
    };
}
