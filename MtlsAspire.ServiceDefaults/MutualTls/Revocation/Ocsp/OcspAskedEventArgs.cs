namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation.Ocsp;

/// <summary>One request to a responder, and what became of it.</summary>
/// <param name="responder">Who was asked.</param>
/// <param name="issuer">The CA whose certificate it was about.</param>
/// <param name="result">What became of it.</param>
/// <param name="problem">What the responder did instead of answering, as the predicate of a sentence; <c>null</c> if it answered.</param>
internal sealed class OcspAskedEventArgs(Uri responder, string issuer, OcspResult result, string? problem) : EventArgs
{
    public Uri Responder { get; } = responder;

    public string Issuer { get; } = issuer;

    public OcspResult Result { get; } = result;

    public string? Problem { get; } = problem;
}
