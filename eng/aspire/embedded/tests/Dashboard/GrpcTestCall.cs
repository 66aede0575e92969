using System.Buffers.Binary;
using System.Net;
using Google.Protobuf;

namespace Embedded.Aspire.Tests.Dashboard;

/// <summary>The client side of a call that has been started.</summary>
internal sealed class GrpcTestCall(HttpResponseMessage response) : IDisposable
{
    public HttpStatusCode StatusCode => response.StatusCode;

    /// <summary>The status of the call: from the trailers after messages, else from the head.</summary>
    public string? GrpcStatus => Find("grpc-status");

    public string? GrpcMessage => Find("grpc-message") is { } message ? Uri.UnescapeDataString(message) : null;

    /// <summary>Reads the next message, or null at the end.</summary>
    public async Task<T?> ReadAsync<T>(MessageParser<T> parser)
        where T : class, IMessage<T>
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var stream = await response.Content.ReadAsStreamAsync(deadline.Token);
        var prefix = new byte[5];
        var read = await stream.ReadAtLeastAsync(prefix, prefix.Length, throwOnEndOfStream: false, deadline.Token);
        if (read == 0)
        {
            return null;
        }

        Assert.Equal(5, read);
        Assert.Equal(0, prefix[0]);
        var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(prefix.AsSpan(1))];
        await stream.ReadExactlyAsync(payload, deadline.Token);
        return parser.ParseFrom(payload);
    }

    public void Dispose() => response.Dispose();

    private string? Find(string name) =>
        response.TrailingHeaders.TryGetValues(name, out var values) || response.Headers.TryGetValues(name, out values) ? values.Single() : null;
}
