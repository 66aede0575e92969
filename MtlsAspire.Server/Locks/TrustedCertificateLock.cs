namespace MtlsAspire.Server.Locks;

/// <summary>Lock 1 itself: opens for a client whose certificate was accepted in the handshake. Others are asked who they are (401).</summary>
/// <param name="settings"><c>Issuers</c>: distinguished names of CAs, if not every trusted one will do.</param>
public sealed class TrustedCertificateLock(LockSettings settings) : LockBase(settings)
{
    private readonly IReadOnlyList<string> _issuers = settings.OptionalTexts("Issuers");

    /// <inheritdoc/>
    public override LockDecision Try(LockAttempt attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        if (attempt.Certificate is not { } certificate) return LockDecision.Shut("not_authenticated", "The client has no certificate that is accepted here.");
        if (_issuers.Count > 0 && !_issuers.Contains(certificate.Issuer))
            return LockDecision.Shut("issuer_not_allowed", $"Certificates of '{certificate.Issuer}' do not open this lock.");
        return LockDecision.Open("The certificate is accepted.");
    }
}
