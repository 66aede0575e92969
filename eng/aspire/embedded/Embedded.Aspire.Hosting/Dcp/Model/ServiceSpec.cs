namespace Aspire.Hosting.Dcp;

/// <summary>The address that is wanted.</summary>
internal sealed record ServiceSpec
{
    /// <summary>DCP listens on the address and forwards each TCP connection to a process that serves it.</summary>
    public const string Localhost = "Localhost";

    /// <summary>The process listens on the address itself.</summary>
    public const string Proxyless = "Proxyless";

    /// <summary>Always <c>TCP</c> here.</summary>
    public string Protocol { get; init; } = "TCP";

    /// <summary><see cref="Localhost"/> or <see cref="Proxyless"/>.</summary>
    public string AddressAllocationMode { get; init; } = Localhost;

    /// <summary>The address to listen on.</summary>
    public string Address { get; init; } = "localhost";

    /// <summary>Left out: any free port.</summary>
    public int? Port { get; init; }
}
