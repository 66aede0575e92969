namespace MtlsAspire.Server.Locks;

/// <summary>Opens for a certificate that was issued not too long ago, however long it is valid.</summary>
/// <param name="settings"><c>MaxAge</c>: the greatest time since its notBefore.</param>
public sealed class CertificateAgeLock(LockSettings settings) : LockBase(settings)
{
    private readonly TimeSpan _maxAge = settings.Duration("MaxAge");

    /// <inheritdoc/>
    public override LockDecision Try(LockAttempt attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        if (attempt.Certificate is not { } certificate) return LockDecision.Shut("not_authenticated", "The client has no certificate that is accepted here.");
        var age = attempt.Now.UtcDateTime - certificate.NotBefore;
        return age <= _maxAge
            ? LockDecision.Open($"The certificate is {age:d\\.hh\\:mm\\:ss} old.")
            : LockDecision.Shut("certificate_too_old", $"The certificate is {age:d\\.hh\\:mm\\:ss} old; this lock opens for certificates up to {_maxAge:d\\.hh\\:mm\\:ss}. Renew it.");
    }
}
