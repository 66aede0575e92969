namespace MtlsAspire.Pki.Inspection;

/// <summary>Something that was looked into: a certificate, a request, a list, a key, a connection.</summary>
/// <param name="Kind">What it is: certificate, signingRequest, revocationList, privateKey or connection.</param>
/// <param name="Facts">What there is to say, by name, in a fixed order.</param>
internal sealed record InspectedItem(string Kind, IReadOnlyDictionary<string, string> Facts);
