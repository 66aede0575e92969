using System.Diagnostics;
using MtlsAspire.ServiceDefaults.MutualTls.Client;
using OpenTelemetry;

namespace MtlsAspire.ServiceDefaults.Telemetry;

/// <summary>Adds the TLS attributes of the connection that was used to each span of an HTTP client's request.</summary>
internal sealed class ServerCertificateProcessor(ClientConnections connections) : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data.Source.Name is "System.Net.Http") connections.Find(data)?.AddTo(data);
    }
}
