namespace MtlsAspire.Pki.Operations;

/// <summary>The steps by which a CA gives way to another: peers trust A, then A and B, then B.</summary>
public enum RolloverStage
{
    /// <summary>B is made and made known beside A, which goes on signing. For roots, each certifies the other.</summary>
    Prepare,

    /// <summary>B signs from now on; A stays trusted, and publishes its revocation list.</summary>
    Activate,

    /// <summary>A is taken away, and its key destroyed.</summary>
    Retire,
}
