using MtlsAspire.Pki.Configuration;

namespace MtlsAspire.Pki.Bootstrap;

/// <summary>What <see cref="PkiBootstrap"/> shall make, and where.</summary>
public sealed record BootstrapOptions
{
    /// <summary>The certificate directory; it is created, with mode 0700, where it is not there.</summary>
    public required string Directory { get; init; }

    /// <summary>What the PKI shall be like.</summary>
    public PkiConfiguration Configuration { get; init; } = PkiConfiguration.Default;

    /// <summary>The identities that shall be there, where others than those of the configuration; other files in the directory are left alone.</summary>
    public IReadOnlyList<IdentityDeclaration> Identities
    {
        get => field ?? Configuration.Identities;
        init;
    }

    /// <summary>What the root's key is encrypted with; null where it is not.</summary>
    public string? Passphrase { get; init; }

    /// <summary>Who does it, for the ledger.</summary>
    public string By { get; init; } = Environment.UserName;

    /// <summary>What tells the time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
