using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Configuration.Json;

namespace MtlsAspire.Pki.Configuration;

/// <summary>Makes a <see cref="PkiConfiguration"/> of the values of a <c>pki.json</c>.</summary>
internal sealed class ConfigurationReader(ConfigurationErrors errors, DateTimeOffset? now, string? domain = null)
{
    /// <summary>The fields of a declaration.</summary>
    internal static readonly string[] Fields =
        ["$schema", "trustDomain", "domain", "subject", "hierarchy", "publication", "revocationListLifetime", "signing", "identities"];

    /// <summary>Reads the whole declaration.</summary>
    public PkiConfiguration Read(LocatedNode node)
    {
        var reader = new ObjectReader(node, errors, Fields);
        var defaults = PkiConfiguration.Default;
        var configuration = new PkiConfiguration
        {
            TrustDomain = reader.Read("trustDomain", defaults.TrustDomain, TrustDomain),
            Domain = domain ?? reader.Read<string?>("domain", null, HostName.RequireDomain),
            Subject = Subject(reader, defaults.Subject),
            Publication = reader.Read<PublicationUrls?>("publication", null, Publication),
            RevocationListLifetime = reader.Duration("revocationListLifetime") ?? defaults.RevocationListLifetime,
        };
        configuration = Hierarchy(reader, configuration);
        configuration = configuration with { Signing = Signing(reader, configuration) };
        return reader.Has("identities") ? configuration with { Identities = Identities(reader, configuration) } : configuration;
    }

    /// <summary>Reads the field <c>subject</c>: what is given replaces what is inherited, and null takes it away.</summary>
    internal SubjectFields Subject(ObjectReader parent, SubjectFields inherited)
    {
        if (parent.Node("subject") is not { } node)
        {
            return inherited;
        }

        var reader = new ObjectReader(node, errors, "C", "ST", "L", "O");
        var fields = new SubjectFields
        {
            Country = Field("C", inherited.Country),
            State = Field("ST", inherited.State),
            Locality = Field("L", inherited.Locality),
            Organization = Field("O", inherited.Organization),
        };
        return reader.TryRead(node.Place, () => SubjectName.Of("name", fields, roles: []), out _) ? fields : inherited;

        string? Field(string name, string? value) => reader.IsNull(name) ? null : reader.Text(name) ?? value;
    }

    private PkiConfiguration Hierarchy(ObjectReader parent, PkiConfiguration configuration)
    {
        if (parent.Node("hierarchy") is not { } node)
        {
            return configuration;
        }

        var reader = new ObjectReader(node, errors, "root", "issuing");
        var root = Authority(reader, "root", configuration.Root, mayConstrain: false);
        var issuing = Authority(reader, "issuing", configuration.Issuing, mayConstrain: true);
        if (issuing.Lifetime > root.Lifetime)
        {
            errors.Add(
                reader.PlaceOf("issuing"),
                $"the issuing CA would live {Durations.Format(issuing.Lifetime)}, longer than the root ({Durations.Format(root.Lifetime)}): shorten its lifetime");
        }

        return configuration with { Root = root, Issuing = issuing };
    }

    private AuthoritySettings Authority(ObjectReader parent, string field, AuthoritySettings defaults, bool mayConstrain)
    {
        if (parent.Node(field) is not { } node)
        {
            return defaults;
        }

        string[] known = mayConstrain ? ["commonName", "keyType", "lifetime", "nameConstraints"] : ["commonName", "keyType", "lifetime"];
        var reader = new ObjectReader(node, errors, known);
        return new AuthoritySettings
        {
            CommonName = reader.Read("commonName", defaults.CommonName, name => SubjectName.Of(name) is not null ? name : string.Empty),
            KeyType = reader.Word("keyType", KeyTypes.Names, KeyTypes.Parse) ?? defaults.KeyType,
            Lifetime = reader.Duration("lifetime") ?? defaults.Lifetime,
            NameConstraints = mayConstrain ? Constraints(reader) : null,
        };
    }

    private NameConstraints? Constraints(ObjectReader parent)
    {
        if (parent.Node("nameConstraints") is not { } node)
        {
            return null;
        }

        var reader = new ObjectReader(node, errors, "permitted", "excluded");
        var constraints = new NameConstraints(reader.List("permitted", NameSubtree.Parse), reader.List("excluded", NameSubtree.Parse));
        if (reader.List("permitted").Count + reader.List("excluded").Count == 0)
        {
            errors.Add(node.Place, "there is no name space in it (RFC 5280, 4.2.1.10): write some, or take nameConstraints away");
        }

        return constraints;
    }

    private SigningPolicy Signing(ObjectReader parent, PkiConfiguration configuration)
    {
        var defaults = configuration.Signing;
        if (parent.Node("signing") is not { } node)
        {
            return defaults;
        }

        var reader = new ObjectReader(node, errors, "allowedNames", "keyTypes", "kind", "lifetime");
        var lifetime = reader.Duration("lifetime") ?? defaults.Lifetime;
        if (lifetime > configuration.Issuing.Lifetime)
        {
            errors.Add(reader.PlaceOf("lifetime"), $"this is longer than the issuing CA lives ({Durations.Format(configuration.Issuing.Lifetime)}): shorten it");
        }

        return defaults with
        {
            AllowedNames = reader.List("allowedNames", NamePattern.Parse),
            KeyTypes = reader.Has("keyTypes")
                ? reader.List("keyTypes", text => KeyTypes.Parse(text)
                    ?? throw new ArgumentException($"'{text}' is none of {string.Join(", ", KeyTypes.Names)}", nameof(parent)))
                : defaults.KeyTypes,
            Profile = IdentityKinds.ProfileOf(reader.Word("kind", IdentityKinds.Names, IdentityKinds.Parse) ?? IdentityKind.Client),
            Lifetime = lifetime,
        };
    }

    private List<IdentityDeclaration> Identities(ObjectReader parent, PkiConfiguration configuration)
    {
        var identities = new List<IdentityDeclaration>();
        var reader = new IdentityReader(this, errors, configuration, now);
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var node in parent.List("identities"))
        {
            if (reader.Read(node) is not { } identity)
            {
                continue;
            }

            if (!lines.TryAdd(identity.Name, node.Place.Line))
            {
                errors.Add(node.Place, $"there is an identity '{identity.Name}' already, in line {lines[identity.Name]}: give this one another name");
            }

            identities.Add(identity);
        }

        return identities;
    }

    // SPIFFE ID, 2.1: lower case, at most 255 characters.
    private static string TrustDomain(string text) =>
        text.Length is > 0 and <= 255 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-' or '_') && HostName.ToAscii(text) is not null
            ? text
            : throw new ArgumentException($"'{text}' is no SPIFFE trust domain: write a host name in lower case, such as example.org", nameof(text));

    private static PublicationUrls Publication(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri)
        ? new PublicationUrls(uri)
        : throw new ArgumentException($"'{text}' is no address: write an absolute http address, such as http://localhost:8480", nameof(text));
}
