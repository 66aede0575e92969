using System.Net.Security;
using System.Text;

namespace MtlsAspire.Comparison.Load;

/// <summary>An open connection, on which one request follows the other.</summary>
internal sealed class LoadConnection(SslStream tls) : IAsyncDisposable
{
    private static readonly byte[] Request = Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

    private readonly byte[] _buffer = new byte[4096];

    /// <summary>Makes a request, and reads the answer.</summary>
    /// <exception cref="ComparisonException">The answer is not the one that is expected.</exception>
    public async Task GetAsync()
    {
        await tls.WriteAsync(Request);
        var received = 0;
        do
        {
            var count = await tls.ReadAsync(_buffer.AsMemory(received));
            if (count == 0) throw new ComparisonException("The server closed the connection instead of answering.");
            received += count;
        }
        while (!IsWhole(_buffer.AsSpan(0, received)));
    }

    public ValueTask DisposeAsync() => tls.DisposeAsync();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        if (answer.Length >= 12 && !answer.StartsWith("HTTP/1.1 200"u8)) throw new ComparisonException($"Unexpected answer: {Encoding.ASCII.GetString(answer)}");
        return answer.EndsWith("\r\n\r\nHello, client1!\n"u8);
    }
}
