using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Bootstrap;

/// <summary>An identity that the PKI shall have: what its files are called, and what its certificate says.</summary>
public sealed record IdentityDeclaration
{
    private static readonly string[] LocalHosts = ["localhost", LeafRequest.DefaultTrustDomain, "127.0.0.1", "::1"];

    /// <summary>Declares an identity.</summary>
    /// <param name="name">
    /// What its files are called: lower-case letters, digits and hyphens, at most 64, beginning with a letter or digit; not the name of a CA.
    /// </param>
    /// <param name="request">What its certificate says.</param>
    /// <exception cref="ArgumentException">The name cannot be used.</exception>
    public IdentityDeclaration(string name, LeafRequest request)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(request);
        if (!IsUsable(name))
        {
            throw new ArgumentException($"'{name}' cannot be the name of an identity", nameof(name));
        }

        Name = name;
        Request = request;
    }

    /// <summary>What its files are called, without extension.</summary>
    public string Name { get; }

    /// <summary>What its certificate says, its defect aside.</summary>
    public LeafRequest Request { get; }

    /// <summary>The kind of its key.</summary>
    public KeyType KeyType { get; init; } = KeyType.EcdsaP256;

    /// <summary>What is wrong with it on purpose; null for nothing.</summary>
    public IdentityDefect? Defect { get; init; }

    /// <summary>Whether its certificate may have no other names than those declared, and so is issued again when one is taken away.</summary>
    public bool ExactNames { get; init; }

    /// <summary>
    /// The identities of a first bootstrap: <c>server</c> (localhost, mtls.localhost, 127.0.0.1, ::1 and the names given),
    /// <c>client1</c> and <c>client2</c>.
    /// </summary>
    /// <param name="serverNames">More host names and IP addresses of the server.</param>
    /// <exception cref="ArgumentException">One of these is neither.</exception>
    public static IReadOnlyList<IdentityDeclaration> Defaults(params IEnumerable<string> serverNames) =>
    [
        new("server", LeafRequest.Server("server", LocalHosts.Concat(serverNames))),
        new("client1", LeafRequest.Client("client1")),
        new("client2", LeafRequest.Client("client2")),
    ];

    /// <summary>This identity with more host names and IP addresses.</summary>
    internal IdentityDeclaration WithHosts(IEnumerable<string> hosts) => new(Name, Request with
    {
        AlternativeNames = [.. Request.AlternativeNames.Concat(hosts.Select(SubjectAlternativeName.ParseHost)).Distinct()],
    })
    {
        KeyType = KeyType,
        Defect = Defect,
        ExactNames = ExactNames,
    };

    /// <summary>Whether a text can be the name of an identity, and so of its files.</summary>
    /// <param name="name">The text.</param>
    public static bool IsUsable(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= 64
            && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            && name[0] != '-'
            && !CertificateFiles.IsOfAuthority(name);
    }
}
