namespace MtlsAspire.Pki.Bootstrap;

/// <summary>What happened to a file.</summary>
public enum BootstrapAction
{
    /// <summary>It was not there and has been made.</summary>
    Created,

    /// <summary>It was near its end and has been replaced by one that lasts longer.</summary>
    Renewed,

    /// <summary>It could not serve as it was, and has been made anew.</summary>
    Replaced,
}
