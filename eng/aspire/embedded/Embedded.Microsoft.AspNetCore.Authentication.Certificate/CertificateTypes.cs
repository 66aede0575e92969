namespace Microsoft.AspNetCore.Authentication.Certificate;

/// <summary>Kinds of client certificates.</summary>
[Flags]
public enum CertificateTypes
{
    /// <summary>Certificates that another certificate issued.</summary>
    Chained = 1,

    /// <summary>Certificates whose issuer is their own subject.</summary>
    SelfSigned = 2,

    /// <summary>Both.</summary>
    All = Chained | SelfSigned,
}
