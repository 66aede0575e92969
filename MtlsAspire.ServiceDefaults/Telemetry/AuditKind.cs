namespace MtlsAspire.ServiceDefaults.Telemetry;

/// <summary>What an event of the audit log is about. Each kind has a budget of its own: what is frequent drowns nothing that is rare.</summary>
public enum AuditKind
{
    /// <summary>A peer was refused, or its connection ended.</summary>
    Refusal,

    /// <summary>A lock stayed shut.</summary>
    LockShut,

    /// <summary>A lock opened.</summary>
    LockOpened,

    /// <summary>Stored data is not what was put in.</summary>
    Tampering,
}
