using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MtlsAspire.Comparison.Servers;

/// <summary>Takes telemetry (OTLP over HTTP) and throws it away, counting the bytes.</summary>
internal sealed class TelemetrySink : IAsyncDisposable
{
    private readonly WebApplication _app;
    private long _bytes;

    private TelemetrySink()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/{**any}", DiscardAsync);
    }

    public Uri Address => new(_app.Urls.First());

    /// <summary>How much has come.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public static async Task<TelemetrySink> StartAsync()
    {
        var sink = new TelemetrySink();
        await sink._app.StartAsync();
        return sink;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> DiscardAsync(HttpRequest request)
    {
        var buffer = new byte[64 << 10];
        int count;
        while ((count = await request.Body.ReadAsync(buffer)) > 0) Interlocked.Add(ref _bytes, count);
        return TypedResults.Bytes(ReadOnlyMemory<byte>.Empty, "application/x-protobuf");
    }
}
