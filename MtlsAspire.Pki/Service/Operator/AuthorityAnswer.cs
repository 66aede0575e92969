using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Operations;

namespace MtlsAspire.Pki.Service.Operator;

/// <summary>A CA as an operator sees it.</summary>
internal sealed record AuthorityAnswer
{
    /// <summary>The name of its files.</summary>
    public required string Name { get; init; }

    /// <summary><c>root</c> or <c>issuing</c>.</summary>
    public required string Role { get; init; }

    /// <summary>Where it is in its rollover, see <see cref="AuthorityState"/>: <c>next</c>, <c>active</c> or <c>previous</c>.</summary>
    public required string State { get; init; }

    /// <summary>The subject as a distinguished name.</summary>
    public required string Subject { get; init; }

    /// <summary>Its key identifier.</summary>
    public required string KeyIdentifier { get; init; }

    /// <summary>The last valid instant, UTC.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>A CA; its certificate is disposed.</summary>
    public static AuthorityAnswer Of(AuthorityView authority)
    {
        using var certificate = authority.Certificate;
        return new AuthorityAnswer
        {
            Name = authority.Name,
            Role = authority.Role == AuthorityRole.Root ? "root" : "issuing",
            State = authority.State switch
            {
                AuthorityState.Next => "next",
                AuthorityState.Active => "active",
                AuthorityState.Previous => "previous",
                _ => "retired",
            },
            Subject = certificate.Subject,
            KeyIdentifier = authority.KeyId,
            NotAfter = Validity.Of(certificate).NotAfter,
        };
    }
}
