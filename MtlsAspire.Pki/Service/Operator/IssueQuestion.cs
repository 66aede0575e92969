namespace MtlsAspire.Pki.Service.Operator;

/// <summary>Asks for a new certificate, with a new key, in the certificate directory of the service.</summary>
/// <param name="Name">The identity's name. If <c>pki.json</c> declares it, nothing else may be given: the declaration says it all.</param>
/// <param name="Kind"><c>client</c>, <c>server</c> or <c>both</c>; not given: client, and server as well where there are hosts.</param>
/// <param name="Hosts">Its host names and IP addresses.</param>
/// <param name="Roles">Its roles.</param>
internal sealed record IssueQuestion(string Name, string? Kind = null, IReadOnlyList<string>? Hosts = null, IReadOnlyList<string>? Roles = null);
