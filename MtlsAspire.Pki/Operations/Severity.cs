namespace MtlsAspire.Pki.Operations;

/// <summary>How bad a finding is.</summary>
public enum Severity
{
    /// <summary>It works, but not for ever.</summary>
    Warning,

    /// <summary>It must be mended.</summary>
    Error,
}
