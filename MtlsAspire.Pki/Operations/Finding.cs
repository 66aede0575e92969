namespace MtlsAspire.Pki.Operations;

/// <summary>Something that is wrong with a PKI, or soon will be.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Where">The file.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Remedy">What to do.</param>
public sealed record Finding(Severity Severity, string Where, string What, string Remedy);
