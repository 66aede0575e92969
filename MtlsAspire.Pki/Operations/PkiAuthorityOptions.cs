using MtlsAspire.Pki.Configuration;

namespace MtlsAspire.Pki.Operations;

/// <summary>Which PKI a <see cref="PkiAuthority"/> works on, and how.</summary>
public sealed record PkiAuthorityOptions
{
    /// <summary>The certificate directory; a bootstrap has made it.</summary>
    public required string Directory { get; init; }

    /// <summary>What the PKI is like; null for what its last bootstrap was told.</summary>
    public PkiConfiguration? Configuration { get; init; }

    /// <summary>The domain, if another than at the last bootstrap; where there is a <see cref="Configuration"/>, that has it.</summary>
    public string? Domain { get; init; }

    /// <summary>What opens the root's key, where that is encrypted; null where it is not needed.</summary>
    public string? Passphrase { get; init; }

    /// <summary>What tells the time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Called once when an operation has to wait for another process; null for nobody.</summary>
    public Action? Waiting { get; init; }
}
