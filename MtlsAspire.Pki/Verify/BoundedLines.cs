using System.Buffers;
using System.IO.Pipelines;

namespace MtlsAspire.Pki.Verify;

/// <summary>Reads lines without ever holding more than one, nor more of it than is allowed.</summary>
internal sealed class BoundedLines
{
    /// <summary>The longest line in octets: a revocation list of a million entries in PEM has room in it.</summary>
    public const int Longest = 128 * 1024 * 1024;

    private readonly PipeReader _reader;
    private readonly int _longest;

    public BoundedLines(Stream input, int longest = Longest)
    {
        _reader = PipeReader.Create(input);
        _longest = longest;
    }

    /// <summary>The next line; null at the end of the input.</summary>
    public async Task<BoundedLine?> ReadAsync(CancellationToken cancellationToken)
    {
        var isTooLong = false;
        while (true)
        {
            var result = await _reader.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                isTooLong |= line.Length > _longest;
                var content = isTooLong ? [] : line.ToArray();
                _reader.AdvanceTo(buffer.GetPosition(1, end));
                return new BoundedLine(content, isTooLong);
            }

            if (result.IsCompleted)
            {
                isTooLong |= buffer.Length > _longest;
                var isEmpty = buffer.IsEmpty && !isTooLong;
                var content = isTooLong ? [] : buffer.ToArray();
                _reader.AdvanceTo(buffer.End);
                return isEmpty ? null : new BoundedLine(content, isTooLong);
            }

            // What cannot become a line any more is dropped as it comes.
            isTooLong |= buffer.Length > _longest;
            if (isTooLong) _reader.AdvanceTo(buffer.End);
            else _reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }
}
