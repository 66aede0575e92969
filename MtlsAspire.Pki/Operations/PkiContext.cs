using MtlsAspire.Pki.Configuration;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Operations;

/// <summary>What every operation on a PKI needs; whoever changes files holds the directory's lock.</summary>
internal sealed record PkiContext
{
    public required CertificateDirectory Directory { get; init; }

    public required IssuanceLedger Ledger { get; init; }

    public required PkiConfiguration Configuration { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What opens the root's key; null where it is not encrypted or not at hand.</summary>
    public string? Passphrase { get; init; }

    /// <summary>Who does it, for the ledger.</summary>
    public required string By { get; init; }

    public DateTimeOffset Now => Clock.GetUtcNow();
}
