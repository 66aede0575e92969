using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Configuration.Json;

namespace MtlsAspire.Pki.Configuration;

/// <summary>Makes an <see cref="IdentityDeclaration"/> of an item of <c>identities</c>.</summary>
internal sealed class IdentityReader(ConfigurationReader parent, ConfigurationErrors errors, PkiConfiguration configuration, DateTimeOffset? now)
{
    private const string Domain = "${domain}";

    /// <summary>The fields of an identity.</summary>
    internal static readonly string[] Fields =
        ["name", "kind", "names", "roles", "extraPurposes", "keyType", "lifetime", "notBefore", "notAfter", "subject", "defect"];

    /// <summary>Reads an identity; null where its name is missing or wrong.</summary>
    public IdentityDeclaration? Read(LocatedNode node)
    {
        var reader = new ObjectReader(node, errors, Fields);
        var name = Name(reader);
        var kind = Kind(reader);
        var defect = reader.Word("defect", Defects.Names, Defects.Parse);
        var names = Names(reader, name, kind, defect);
        var roles = reader.List("roles", Role);
        var subject = parent.Subject(reader, configuration.Subject);
        var lifetime = Lifetime(reader);
        var validity = Period(reader, defect);
        if (defect == IdentityDefect.WeakKey && reader.Has("keyType"))
        {
            errors.Add(reader.PlaceOf("keyType"), "the defect weak-key makes an RSA key of 1024 bits: take keyType away");
        }

        if (name is null)
        {
            return null;
        }

        return new IdentityDeclaration(name, new LeafRequest
        {
            Subject = SubjectName.Of(name, subject, roles),
            AlternativeNames = names,
            Profile = IdentityKinds.ProfileOf(kind, reader.List("extraPurposes", Purpose)) with { Lifetime = lifetime },
            Validity = validity,
        })
        {
            KeyType = reader.Word("keyType", KeyTypes.Names, KeyTypes.Parse) ?? KeyType.EcdsaP256,
            Defect = defect,
            ExactNames = true,
        };
    }

    private string? Name(ObjectReader reader)
    {
        if (!reader.Has("name"))
        {
            errors.Add(reader.Place, "the identity has no name: write \"name\": \"…\"");
            return null;
        }

        var name = reader.Text("name");
        if (name is null || IdentityDeclaration.IsUsable(name))
        {
            return name;
        }

        errors.Add(
            reader.PlaceOf("name"),
            $"'{name}' cannot be the name of an identity: write lower-case letters, digits and hyphens, at most 64, and not the name of a CA");
        return null;
    }

    private IdentityKind Kind(ObjectReader reader)
    {
        if (!reader.Has("kind"))
        {
            errors.Add(reader.Place, $"the identity has no kind: write \"kind\": {string.Join(" or ", IdentityKinds.Names.Select(word => $"\"{word}\""))}");
        }

        return reader.Word("kind", IdentityKinds.Names, IdentityKinds.Parse) ?? IdentityKind.Client;
    }

    private List<SubjectAlternativeName> Names(ObjectReader reader, string? name, IdentityKind kind, IdentityDefect? defect)
    {
        var names = new List<SubjectAlternativeName>();
        foreach (var node in reader.List("names"))
        {
            if (node.Kind != System.Text.Json.JsonValueKind.String)
            {
                errors.Add(node.Place, $"this is {node.KindInWords}: write a text in quotation marks");
            }
            else if (reader.TryRead(node.Place, () => Parse(WithDomain(node.Text)), out var parsed))
            {
                if (names.Contains(parsed) && node.Text == Domain)
                {
                    continue; // a domain that this identity has anyway
                }

                if (names.Contains(parsed))
                {
                    errors.Add(node.Place, $"{parsed} is there twice: take one away");
                }
                else if (parsed.Kind == "URI" && names.Exists(other => other.Kind == "URI"))
                {
                    errors.Add(node.Place, "a certificate has one URI, its SPIFFE ID, and no other (X509-SVID, 2): take one away");
                }

                names.Add(parsed);
            }
        }

        if (kind != IdentityKind.Client && !names.Exists(candidate => candidate.Kind is "DNS" or "IP"))
        {
            errors.Add(reader.PlaceOf("names"), "a server needs at least one host name or IP address in names: clients look for it there");
        }

        if (name is not null && !names.Exists(candidate => candidate.Kind == "URI"))
        {
            names.Add(SubjectAlternativeName.SpiffeId(configuration.TrustDomain, name));
        }

        if (defect is null && configuration.Issuing.NameConstraints?.FirstForbidden(names) is { } forbidden)
        {
            errors.Add(reader.PlaceOf("names"), $"{forbidden} is outside hierarchy.issuing.nameConstraints: change one of them");
        }

        return names;
    }

    private TimeSpan Lifetime(ObjectReader reader)
    {
        var lifetime = reader.Duration("lifetime") ?? IdentityKinds.ProfileOf(IdentityKind.Client).Lifetime;
        if (lifetime > configuration.Issuing.Lifetime)
        {
            errors.Add(
                reader.PlaceOf("lifetime"),
                $"{Durations.Format(lifetime)} is longer than the issuing CA lives ({Durations.Format(configuration.Issuing.Lifetime)}): shorten it");
        }

        return lifetime;
    }

    // An explicit period; where only one end is given, the other follows from now and the lifetime.
    private Validity? Period(ObjectReader reader, IdentityDefect? defect)
    {
        if (!reader.Has("notBefore") && !reader.Has("notAfter"))
        {
            return null;
        }

        if (defect is IdentityDefect.Expired or IdentityDefect.NotYetValid)
        {
            errors.Add(reader.PlaceOf(reader.Has("notAfter") ? "notAfter" : "notBefore"), $"the defect {Defects.NameOf(defect.Value)} sets the period: take this away");
            return null;
        }

        if (reader.Has("lifetime") || !reader.Has("notAfter"))
        {
            errors.Add(reader.PlaceOf(reader.Has("notAfter") ? "lifetime" : "notBefore"), "write either a lifetime, or notAfter with or without notBefore");
        }

        var start = reader.Instant("notBefore");
        var end = reader.Instant("notAfter");
        if (end is null)
        {
            return null;
        }

        if (end <= now)
        {
            errors.Add(reader.PlaceOf("notAfter"), "this is over: write a later date, or \"defect\": \"expired\" to rehearse it");
        }
        else if (end > now + configuration.Issuing.Lifetime)
        {
            errors.Add(reader.PlaceOf("notAfter"), $"this is later than the issuing CA can live ({Durations.Format(configuration.Issuing.Lifetime)} from now): write an earlier date");
        }

        if (start > now || start >= end)
        {
            errors.Add(reader.PlaceOf("notBefore"), "this is not before now and notAfter: write an earlier date, or \"defect\": \"not-yet-valid\" to rehearse it");
            return null;
        }

        var from = start ?? (now ?? end.Value.AddDays(-1)) - Validity.Backdating;
        return from < end ? new Validity(from, end.Value) : null;
    }

    private static SubjectAlternativeName Parse(string text)
    {
        try
        {
            return SubjectAlternativeName.Parse(text);
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException(
                $"{exception.Message.Split(" (Parameter")[0]}: write a host name, an IP address, a URI or an e-mail address, if need be with DNS:, IP:, URI: or email: before it",
                nameof(text),
                exception);
        }
    }

    private static string Purpose(string text) => IdentityKinds.ExtraPurposes.GetValueOrDefault(text)
        ?? throw new ArgumentException($"'{text}' is none of {string.Join(", ", IdentityKinds.ExtraPurposes.Keys)}", nameof(text));

    private string WithDomain(string text) =>
        !text.Contains(Domain, StringComparison.Ordinal) ? text
        : configuration.Domain is { } domain ? text.Replace(Domain, domain, StringComparison.Ordinal)
        : throw new ArgumentException($"'{text}' needs a domain: write one into the field domain, or give --domain", nameof(text));

    private static string Role(string text) =>
        text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? text
            : throw new ArgumentException($"'{text}' is no role: write letters, digits, '-', '_' and '.', at most 64", nameof(text));
}
