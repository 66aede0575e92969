using System.Net;

namespace MtlsAspire.ServiceDefaults.MutualTls.Server;

/// <summary>Which of a server's https addresses explain, and which require.</summary>
internal sealed class HandshakeModes
{
    private readonly HandshakeMode _otherwise;
    private readonly HashSet<int> _require;
    private readonly HashSet<int> _explain;

    /// <exception cref="ConfigurationException">A port is malformed, or named in both settings.</exception>
    public HandshakeModes(MutualTlsOptions options)
    {
        _otherwise = options.Mode;
        _require = Parse(nameof(options.RequirePorts), options.RequirePorts);
        _explain = Parse(nameof(options.ExplainPorts), options.ExplainPorts);
        if (_require.Overlaps(_explain))
        {
            throw new ConfigurationException(
                $"{MutualTlsOptions.SectionName}:{nameof(options.RequirePorts)} and {nameof(options.ExplainPorts)} both name port {_require.Intersect(_explain).First()}; name each port once.");
        }
    }

    public HandshakeMode Of(EndPoint address) => address is not IPEndPoint { Port: var port } ? _otherwise
        : _require.Contains(port) ? HandshakeMode.Require
        : _explain.Contains(port) ? HandshakeMode.Explain
        : _otherwise;

    private static HashSet<int> Parse(string setting, string? ports)
    {
        var parsed = new HashSet<int>();
        foreach (var text in (ports ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!int.TryParse(text, out var port) || port is < 0 or > IPEndPoint.MaxPort)
            {
                throw new ConfigurationException(
                    $"{MutualTlsOptions.SectionName}:{setting}: '{text}' is not a port; write numbers with commas between them, like 8444.");
            }

            parsed.Add(port);
        }

        return parsed;
    }
}
