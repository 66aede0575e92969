using System.IO.Pipelines;
using System.Net;

namespace Embedded.Aspire.Tests.Dashboard;

/// <summary>A request body that is written while the response is already being read.</summary>
internal sealed class DuplexContent : HttpContent
{
    private readonly Pipe _pipe = new();

    public PipeWriter Writer => _pipe.Writer;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // HttpClient sends the head of such a request with the first flush, not before.
        await stream.FlushAsync(cancellationToken);
        ReadResult result;
        do
        {
            result = await _pipe.Reader.ReadAsync(cancellationToken);
            foreach (var segment in result.Buffer)
            {
                await stream.WriteAsync(segment, cancellationToken);
            }

            await stream.FlushAsync(cancellationToken);
            _pipe.Reader.AdvanceTo(result.Buffer.End);
        }
        while (!result.IsCompleted);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
