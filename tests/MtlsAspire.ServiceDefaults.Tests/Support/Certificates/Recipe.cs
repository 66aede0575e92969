using System.Security.Cryptography;

namespace MtlsAspire.Tests.Support.Certificates;

/// <summary>What a certificate shall say. The ready-made ones are good; a test takes one and spoils one thing.</summary>
public sealed record Recipe
{
    public static readonly DateTimeOffset Start = StandingClock.Noon.AddDays(-30);
    public static readonly DateTimeOffset End = StandingClock.Noon.AddDays(30);

    public string Subject { get; init; } = "O=Acme;CN=client1";

    /// <summary>The issuer's name where it shall not be that of the issuer.</summary>
    public string? Issuer { get; init; }

    public int Version { get; init; } = 3;

    public byte[]? SerialNumber { get; init; }

    public DateTimeOffset NotBefore { get; init; } = Start;

    public DateTimeOffset NotAfter { get; init; } = End;

    /// <summary>The subject's key; a new P-256 key unless set.</summary>
    public AsymmetricAlgorithm? Key { get; init; }

    /// <summary>The SubjectPublicKeyInfo where it shall not be that of the key.</summary>
    public byte[]? PublicKey { get; init; }

    public HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;

    public bool IsPss { get; init; }

    /// <summary>The algorithm that stands outside of what is signed, where it shall be another.</summary>
    public byte[]? OuterAlgorithm { get; init; }

    public IReadOnlyList<Extension> Extensions { get; init; } = [];

    /// <summary>Key identifiers are added unless the recipe has its own.</summary>
    public bool HasKeyIdentifiers { get; init; } = true;

    public static Recipe Client(string subject = "O=Acme;CN=client1") => new()
    {
        Subject = subject,
        Extensions = [Extension.Usage(0), Extension.Purposes(Extension.ClientAuthentication), Extension.Names("URI:spiffe://acme.example/client1")],
    };

    public static Recipe Server(params string[] names) => new()
    {
        Subject = "O=Acme;CN=server",
        Extensions = [Extension.Usage(0), Extension.Purposes(Extension.ServerAuthentication), Extension.Names(names.Length > 0 ? names : ["DNS:server.acme.example"])],
    };

    public static Recipe Authority(string subject) => new()
    {
        Subject = subject,
        Extensions = [Extension.Authority(), Extension.Usage(5, 6)],
    };

    /// <summary>The same with an extension added, or put in the place of the one of its kind.</summary>
    public Recipe With(Extension extension) => this with { Extensions = [.. Extensions.Where(other => other.Oid != extension.Oid), extension] };

    public Recipe Without(string oid) => this with { Extensions = [.. Extensions.Where(extension => extension.Oid != oid)] };
}
