namespace MtlsAspire.Pki.Bootstrap;

/// <summary>What <see cref="PkiBootstrap"/> shall make, and where.</summary>
public sealed record BootstrapOptions
{
    /// <summary>The certificate directory; it is created, with mode 0700, where it is not there.</summary>
    public required string Directory { get; init; }

    /// <summary>The identities that shall be there; other files in the directory are left alone.</summary>
    public IReadOnlyList<IdentityDeclaration> Identities { get; init; } = IdentityDeclaration.Defaults();

    /// <summary>What tells the time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
