using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace MtlsAspire.Comparison.Servers;

/// <summary>A server that runs in a process of its own.</summary>
internal sealed class ComparedServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private ComparedServer(string name, Process process, IPEndPoint address)
    {
        Name = name;
        _process = process;
        Address = address;
    }

    public string Name { get; }

    public IPEndPoint Address { get; }

    public int ProcessId => _process.Id;

    /// <summary>What the server has used of the CPU so far.</summary>
    public TimeSpan Cpu => ProcessCpu.Of(_process.Id);

    /// <summary>What the server holds in memory now, in bytes (resident set).</summary>
    public long Memory => ProcessCpu.MemoryOf(_process.Id);

    /// <summary>Starts a server, and waits until it listens.</summary>
    /// <param name="name">What it is called in the report.</param>
    /// <param name="command">The program and its arguments, given the port.</param>
    /// <param name="environment">What is set in its environment.</param>
    /// <exception cref="ComparisonException">It does not come up.</exception>
    public static async Task<ComparedServer> StartAsync(
        string name, Func<int, string[]> command, IReadOnlyDictionary<string, string>? environment = null)
    {
        var address = new IPEndPoint(IPAddress.Loopback, FreePort());
        var line = command(address.Port);
        var start = new ProcessStartInfo(line[0], line[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in environment ?? new Dictionary<string, string>()) start.Environment[key] = value;
        var process = Process.Start(start) ?? throw new ComparisonException($"{line[0]} could not be started.");
        var errors = new List<string>();
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, data) => { if (data.Data is { } text) lock (errors) errors.Add(text); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new ComparedServer(name, process, address);
        var started = Stopwatch.GetTimestamp();
        while (!await IsListeningAsync(address))
        {
            if (!process.HasExited && Stopwatch.GetElapsedTime(started) < StartLimit)
            {
                await Task.Delay(20);
                continue;
            }

            await server.DisposeAsync();
            lock (errors) throw new ComparisonException($"{name} does not start: {(errors.Count > 0 ? string.Join(' ', errors) : "no message")}");
        }

        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<bool> IsListeningAsync(IPEndPoint address)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
