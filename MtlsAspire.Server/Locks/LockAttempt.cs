using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.Server.Locks;

/// <summary>Who asks for what.</summary>
/// <param name="Operation">The operation, one of <see cref="Boxes.Operations"/>.</param>
/// <param name="Item">The name of the item; <c>null</c> where the operation is about none.</param>
/// <param name="Certificate">The certificate of an accepted client; <c>null</c> for anybody else.</param>
/// <param name="Now">The time.</param>
public sealed record LockAttempt(string Operation, string? Item, PeerCertificate? Certificate, DateTimeOffset Now)
{
    /// <summary>Who asks, for logs and for telling persons apart: the SPIFFE ID, else the subject.</summary>
    public string Identity => Certificate is null ? "nobody" : Certificate.SpiffeId ?? Certificate.Subject;
}
