namespace MtlsAspire.Pki.Service.Operator;

/// <summary>Asks for a new certificate, with a new key, in the certificate directory of the service.</summary>
internal sealed record IssueQuestion
{
    /// <summary>The identity's name. If <c>pki.json</c> declares it, nothing else may be given: the declaration says it all.</summary>
    public required string Name { get; init; }

    /// <summary><c>client</c>, <c>server</c> or <c>both</c>; not given: client, and server as well where there are hosts.</summary>
    public string? Kind { get; init; }

    /// <summary>Its host names and IP addresses.</summary>
    public IReadOnlyList<string>? Hosts { get; init; }

    /// <summary>Its roles.</summary>
    public IReadOnlyList<string>? Roles { get; init; }
}
