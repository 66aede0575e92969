namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation.Ocsp;

/// <summary>A responder gave no usable answer.</summary>
/// <param name="result">The kind of failure.</param>
/// <param name="message">What the responder did, as the predicate of a sentence: "gave no answer within 2 s".</param>
/// <param name="innerException">What was caught, if anything.</param>
internal sealed class OcspException(OcspResult result, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public OcspResult Result { get; } = result;
}
