using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Authority;

/// <summary>The validity period of a certificate (RFC 5280, 4.1.2.5): both ends inclusive, UTC, in whole seconds.</summary>
public sealed record Validity
{
    /// <summary>How far a period starts in the past, so that a peer whose clock is a little slow accepts a fresh certificate.</summary>
    public static readonly TimeSpan Backdating = TimeSpan.FromMinutes(5);

    /// <summary>Creates a period; fractions of a second, which X.509 cannot express, are cut off.</summary>
    /// <param name="notBefore">The first valid instant.</param>
    /// <param name="notAfter">The last valid instant.</param>
    /// <exception cref="ArgumentException">The period ends before it starts.</exception>
    public Validity(DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        NotBefore = WholeSeconds(notBefore);
        NotAfter = WholeSeconds(notAfter);
        if (NotAfter < NotBefore)
        {
            throw new ArgumentException($"notAfter ({NotAfter:u}) is before notBefore ({NotBefore:u})", nameof(notAfter));
        }
    }

    /// <summary>The first valid instant, UTC.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>The last valid instant, UTC.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>The period that starts now, backdated by <see cref="Backdating"/>.</summary>
    /// <param name="now">The current instant.</param>
    /// <param name="lifetime">How long the certificate is valid from now on.</param>
    public static Validity Starting(DateTimeOffset now, TimeSpan lifetime) => new(now - Backdating, now + lifetime);

    /// <summary>The period written in a certificate.</summary>
    /// <param name="certificate">The certificate.</param>
    public static Validity Of(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return new Validity(new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter));
    }

    /// <summary>This period cut to that of the issuer: a certificate cannot outlive its issuer, nor be older than it.</summary>
    /// <param name="issuer">The issuer's period.</param>
    /// <exception cref="ArgumentException">The two periods have no instant in common.</exception>
    public Validity Within(Validity issuer)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        return new Validity(
            NotBefore > issuer.NotBefore ? NotBefore : issuer.NotBefore,
            NotAfter < issuer.NotAfter ? NotAfter : issuer.NotAfter);
    }

    /// <summary>Whether the period is over.</summary>
    /// <param name="now">The current instant.</param>
    public bool IsOver(DateTimeOffset now) => now > NotAfter;

    /// <summary>Whether less than a third of the period is left, the point at which a certificate is renewed.</summary>
    /// <param name="now">The current instant.</param>
    public bool IsDueForRenewal(DateTimeOffset now) => NotAfter - now < (NotAfter - NotBefore) / 3;

    private static DateTimeOffset WholeSeconds(DateTimeOffset instant) =>
        DateTimeOffset.FromUnixTimeSeconds(instant.ToUnixTimeSeconds());
}
