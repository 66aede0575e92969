using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Ledger;

/// <summary>That a certificate was revoked.</summary>
/// <param name="At">When, UTC, in whole seconds.</param>
/// <param name="Reason">Why (RFC 5280, 5.3.1).</param>
/// <param name="By">Who did it.</param>
public sealed record Revocation(DateTimeOffset At, X509RevocationReason Reason, string By);
