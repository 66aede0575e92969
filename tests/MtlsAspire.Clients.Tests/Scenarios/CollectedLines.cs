using System.Text;

namespace MtlsAspire.Clients.Tests.Scenarios;

/// <summary>Keeps what a process would write to its console, line by line.</summary>
public sealed class CollectedLines : TextWriter
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];

    public override Encoding Encoding => Encoding.UTF8;

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock) return [.. _lines];
        }
    }

    public override void WriteLine(string? value)
    {
        lock (_lock) _lines.Add(value ?? "");
    }

    public override Task WriteLineAsync(string? value)
    {
        WriteLine(value);
        return Task.CompletedTask;
    }

    public override Task WriteLineAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default) => WriteLineAsync(buffer.ToString());
}
