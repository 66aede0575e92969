namespace MtlsAspire.ServiceDefaults.MutualTls.Handshakes;

/// <summary>TLS alerts by number (RFC 8446, section 6; the IANA registry "TLS Alerts").</summary>
internal static class TlsAlert
{
    public const byte HandshakeFailure = 40;
    public const byte ProtocolVersion = 70;
    public const byte InsufficientSecurity = 71;
    public const byte NoApplicationProtocol = 120;

    /// <summary>The alert's registered name; its number where it has none.</summary>
    public static string NameOf(byte alert) => alert switch
    {
        0 => "close_notify",
        10 => "unexpected_message",
        20 => "bad_record_mac",
        22 => "record_overflow",
        HandshakeFailure => "handshake_failure",
        42 => "bad_certificate",
        43 => "unsupported_certificate",
        44 => "certificate_revoked",
        45 => "certificate_expired",
        46 => "certificate_unknown",
        47 => "illegal_parameter",
        48 => "unknown_ca",
        49 => "access_denied",
        50 => "decode_error",
        51 => "decrypt_error",
        ProtocolVersion => "protocol_version",
        InsufficientSecurity => "insufficient_security",
        80 => "internal_error",
        86 => "inappropriate_fallback",
        90 => "user_canceled",
        109 => "missing_extension",
        110 => "unsupported_extension",
        112 => "unrecognized_name",
        113 => "bad_certificate_status_response",
        115 => "unknown_psk_identity",
        116 => "certificate_required",
        NoApplicationProtocol => "no_application_protocol",
        _ => $"{alert}",
    };

    /// <summary>Whether a peer says by this alert that it refuses our certificate.</summary>
    public static bool IsAboutCertificate(byte alert) => alert is (>= 42 and <= 46) or 48 or 49 or 51 or 113 or 116;
}
