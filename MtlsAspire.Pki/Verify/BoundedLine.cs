namespace MtlsAspire.Pki.Verify;

/// <summary>A line of input.</summary>
/// <param name="Content">Its octets without the end of the line; empty if it is too long.</param>
/// <param name="IsTooLong">Whether it was longer than a line may be, and was skipped.</param>
internal sealed record BoundedLine(ReadOnlyMemory<byte> Content, bool IsTooLong)
{
    /// <summary>Whether nothing but white space stands on it.</summary>
    public bool IsBlank => !IsTooLong && !Content.Span.ContainsAnyExcept(" \t\r"u8);
}
