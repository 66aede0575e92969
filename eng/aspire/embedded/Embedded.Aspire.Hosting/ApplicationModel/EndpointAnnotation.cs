using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>An endpoint that a resource listens on.</summary>
public sealed class EndpointAnnotation : IResourceAnnotation
{
    private readonly TaskCompletionSource<AllocatedEndpoint> _allocated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _transport;
    private int? _targetPort;

    /// <summary>Describes an endpoint.</summary>
    /// <param name="protocol">TCP or UDP.</param>
    /// <param name="uriScheme">For example "https"; by default the protocol's name.</param>
    /// <param name="transport">For example "http2"; by default "http" for http and https, else the protocol's name.</param>
    /// <param name="name">The name; by default the scheme.</param>
    /// <param name="port">The public port, or null for a free one.</param>
    /// <param name="targetPort">The port on which the process listens, or null for a free one.</param>
    /// <param name="isExternal">Whether the endpoint is meant for the world outside.</param>
    /// <param name="isProxied">Whether a proxy listens on the public port; by default it does.</param>
    public EndpointAnnotation(
        ProtocolType protocol,
        string? uriScheme = null,
        string? transport = null,
        string? name = null,
        int? port = null,
        int? targetPort = null,
        bool? isExternal = null,
        bool? isProxied = null)
    {
        Protocol = protocol;
        UriScheme = uriScheme ?? (protocol == ProtocolType.Udp ? "udp" : "tcp");
        _transport = transport;
        Name = name ?? UriScheme;
        ModelName.Validate("Endpoint", Name);
        Port = port;
        _targetPort = targetPort;
        IsExternal = isExternal ?? false;
        IsProxied = isProxied ?? true;
    }

    /// <summary>TCP or UDP.</summary>
    public ProtocolType Protocol { get; set; }

    /// <summary>The name, unique in the resource.</summary>
    public string Name { get; set; }

    /// <summary>The scheme of the URL.</summary>
    public string UriScheme { get; set; }

    /// <summary>The protocol that is spoken, for example "http" or "http2".</summary>
    public string Transport
    {
        get => _transport ?? (UriScheme is "http" or "https" ? "http" : Protocol.ToString().ToLowerInvariant());
        set => _transport = value;
    }

    /// <summary>The host name or address on which the process listens.</summary>
    public string TargetHost { get; set; } = "localhost";

    /// <summary>The public port, or null for a free one.</summary>
    public int? Port { get; set; }

    /// <summary>The port on which the process listens, or null for a free one. Without a proxy it is the public port too.</summary>
    public int? TargetPort
    {
        get => _targetPort ?? (IsProxied ? null : Port);
        set => _targetPort = value;
    }

    /// <summary>Whether the endpoint is meant for the world outside.</summary>
    public bool IsExternal { get; set; }

    /// <summary>Whether a proxy listens on the public port, so that the address stays when the process is restarted.</summary>
    public bool IsProxied { get; set; }

    /// <summary>Whether <c>WithReference</c> leaves this endpoint out.</summary>
    public bool ExcludeReferenceEndpoint { get; set; }

    /// <summary>The environment variable that tells the process on which port to listen.</summary>
    internal string? TargetPortVariable { get; set; }

    /// <summary>The address, once there is one.</summary>
    public AllocatedEndpoint? AllocatedEndpoint
    {
        get => _allocated.Task.IsCompletedSuccessfully ? _allocated.Task.Result : null;
        set
        {
            if (value is not null)
            {
                _allocated.TrySetResult(value);
            }
        }
    }

    /// <summary>Waits for the address.</summary>
    internal Task<AllocatedEndpoint> WaitForAllocationAsync(CancellationToken cancellationToken) =>
        _allocated.Task.WaitAsync(cancellationToken);
}
