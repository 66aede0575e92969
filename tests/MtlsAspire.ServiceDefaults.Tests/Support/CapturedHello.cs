using System.Net.Security;
using System.Security.Authentication;

namespace MtlsAspire.Tests.Support;

/// <summary>The first message of a real TLS client, as bytes.</summary>
internal static class CapturedHello
{
    /// <summary>Has a client say hello to nobody.</summary>
    /// <param name="protocol">The one TLS version that it offers.</param>
    /// <returns>The hello, which asks for the server <c>name.test</c>.</returns>
    public static async Task<byte[]> OfAsync(SslProtocols protocol)
    {
        using var transport = new FirstWriteStream();
        await using var tls = new SslStream(transport);
        await Assert.ThrowsAnyAsync<Exception>(() => tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "name.test", EnabledSslProtocols = protocol }));
        return transport.First!;
    }

    /// <summary>Keeps the first thing that is written; nothing can be read from it.</summary>
    private sealed class FirstWriteStream : MemoryStream
    {
        public byte[]? First { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            First ??= buffer.ToArray();
            return ValueTask.CompletedTask;
        }
    }
}
