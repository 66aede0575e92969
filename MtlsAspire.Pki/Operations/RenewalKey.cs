namespace MtlsAspire.Pki.Operations;

/// <summary>Which key a renewed certificate is for.</summary>
public enum RenewalKey
{
    /// <summary>A new one, so that a key that leaked unnoticed is good for one period only.</summary>
    New,

    /// <summary>The one of the old certificate, for peers that pin it.</summary>
    Same,
}
