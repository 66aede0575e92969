namespace MtlsAspire.Pki.Service.Operator;

/// <summary>Asks for a one-time token with which an identity can be enrolled by EST.</summary>
/// <param name="Identity">The identity's name.</param>
/// <param name="Hosts">The host names and IP addresses that it may have; not for an identity that <c>pki.json</c> declares.</param>
/// <param name="Minutes">How long the token may be used, 1 to 10080 minutes (a week); an hour if not given.</param>
internal sealed record TokenQuestion(string Identity, IReadOnlyList<string>? Hosts = null, int Minutes = 60);
