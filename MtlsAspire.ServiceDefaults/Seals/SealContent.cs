using System.Security.Cryptography;
using System.Text.Json;

namespace MtlsAspire.ServiceDefaults.Seals;

/// <summary>
/// What is signed: the statement as one line of JSON, a line feed, and the result as it is. So both can be taken apart by
/// the simplest tools: <c>head -n 1</c> and <c>tail -n +2</c>.
/// </summary>
internal static class SealContent
{
    private const byte LineFeed = (byte)'\n';

    public static byte[] Join(SealStatement statement, ReadOnlySpan<byte> output) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(statement, SealJsonContext.Default.SealStatement), LineFeed, .. output];

    /// <exception cref="SealException">The content is no statement with its result.</exception>
    public static (SealStatement Statement, ReadOnlyMemory<byte> Output) Split(byte[] content)
    {
        var end = Array.IndexOf(content, LineFeed);
        if (end < 0) throw new SealException("provenance_wrong", "What was sealed has no statement of provenance.");
        var statement = Read(content.AsSpan(0, end));
        var output = content.AsMemory(end + 1);
        if (statement.Output.Length != output.Length || statement.Output.Sha256 != Convert.ToHexStringLower(SHA256.HashData(output.Span)))
            throw new SealException("provenance_wrong", "The statement of provenance is about another result than the one that was sealed with it.");
        return (statement, output);
    }

    private static SealStatement Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var statement = JsonSerializer.Deserialize(json, SealJsonContext.Default.SealStatement);
            return statement is { Type: SealStatement.Kind, Run: { Length: 32 } run } && run.All(char.IsAsciiHexDigitLower)
                ? statement
                : throw new SealException("provenance_wrong", "The statement of provenance is of another kind than this version knows.");
        }
        catch (JsonException exception)
        {
            throw new SealException("provenance_wrong", "The statement of provenance cannot be read.", exception);
        }
    }
}
