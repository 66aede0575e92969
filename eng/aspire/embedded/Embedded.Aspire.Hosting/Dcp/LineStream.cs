using System.Runtime.CompilerServices;

namespace Aspire.Hosting.Dcp;

/// <summary>The lines of an answer that is still being written.</summary>
internal sealed class LineStream : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private LineStream(HttpResponseMessage response, Stream content)
    {
        _response = response;
        _reader = new StreamReader(content);
    }

    /// <summary>Takes over the answer.</summary>
    public static async Task<LineStream> CreateAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        new(response, await response.Content.ReadAsStreamAsync(cancellationToken));

    /// <summary>All lines of an answer. The sequence ends where the answer does, and when the client is closed.</summary>
    public static async IAsyncEnumerable<string> ReadAllAsync(
        DcpConnection connection, string path, CancellationToken closing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing);
        LineStream? lines = null;
        try
        {
            while (true)
            {
                string? line;
                try
                {
                    lines ??= await connection.OpenAsync(path, ended.Token);
                    line = await lines.ReadLineAsync(ended.Token);
                }
                catch (Exception e) when (closing.IsCancellationRequested && e is OperationCanceledException or DcpApiException { StatusCode: null })
                {
                    yield break;
                }

                if (line is null)
                {
                    yield break;
                }

                yield return line;
            }
        }
        finally
        {
            lines?.Dispose();
        }
    }

    /// <summary>The next line, or null at the end.</summary>
    /// <exception cref="DcpApiException">The connection has been lost.</exception>
    public async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _reader.ReadLineAsync(cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw DcpApiException.Gone(e);
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
    }
}
