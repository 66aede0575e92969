using System.Diagnostics;

namespace MtlsAspire.Tests.Support;

/// <summary>A server of Node.js, until it is disposed of.</summary>
internal sealed class RunningNode(Process process, Uri address) : IAsyncDisposable
{
    public Uri Address => address;

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
