using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Service;

namespace MtlsAspire.Pki.Est;

/// <summary>Compares the names that a request asks for with those that its sender may have.</summary>
internal static class RequestedNames
{
    /// <summary>Refuses a request for more than an identity may have. For less it may ask: it gets what is its own.</summary>
    /// <param name="request">The request.</param>
    /// <param name="wanted">What the identity's certificate says.</param>
    /// <exception cref="RefusedException">It asks for more.</exception>
    public static void RequireWithin(ForeignRequest request, LeafRequest wanted)
    {
        var subject = Attributes(wanted.Subject);
        if (Attributes(request.Subject).FirstOrDefault(attribute => !subject.Contains(attribute)) is { } other)
        {
            throw Beyond($"the subject {other}", $"the subject of this identity is {wanted.Subject.Name}");
        }

        if (request.AlternativeNames.Except(wanted.AlternativeNames).FirstOrDefault() is { } name)
        {
            throw Beyond($"the name {name}", $"this identity may have {string.Join(", ", wanted.AlternativeNames)}");
        }
    }

    /// <summary>Refuses a renewal that would change something: subject and subjectAltName must be identical (RFC 7030, 4.2.2).</summary>
    /// <param name="request">The request.</param>
    /// <param name="current">What the present certificate says.</param>
    /// <exception cref="RefusedException">It differs.</exception>
    public static void RequireSame(ForeignRequest request, LeafRequest current)
    {
        if (!Attributes(request.Subject).SequenceEqual(Attributes(current.Subject)))
        {
            throw Different($"the subject '{request.Subject.Name}'", $"'{current.Subject.Name}'");
        }

        if (!request.AlternativeNames.ToHashSet().SetEquals(current.AlternativeNames))
        {
            throw Different($"the names [{string.Join(", ", request.AlternativeNames)}]", $"[{string.Join(", ", current.AlternativeNames)}]");
        }
    }

    private static RefusedException Beyond(string what, string instead) =>
        RefusedException.Forbidden("identity_not_allowed", $"The request asks for {what}, but {instead}: ask for no more than that.");

    private static RefusedException Different(string asked, string present) => RefusedException.Forbidden(
        "identity_not_allowed", $"The request asks for {asked}, but the certificate to be renewed has {present}: ask for the same (RFC 7030, 4.2.2).");

    // Compared by value: requests of others spell the same text in other string types.
    private static List<string> Attributes(X500DistinguishedName name)
    {
        var attributes = new List<string>();
        foreach (var part in name.EnumerateRelativeDistinguishedNames(reversed: false))
        {
            attributes.Add(part.HasMultipleElements
                ? Convert.ToHexString(part.RawData.Span)
                : $"{part.GetSingleElementType().FriendlyName ?? part.GetSingleElementType().Value}={part.GetSingleElementValue()}");
        }

        return attributes;
    }
}
