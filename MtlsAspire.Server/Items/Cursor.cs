using System.Buffers.Text;
using MtlsAspire.Server.Problems;

namespace MtlsAspire.Server.Items;

/// <summary>Where the next page of a list begins, as a text that clients hand back as they got it.</summary>
internal static class Cursor
{
    private const int LongestText = 64;

    public static string? Write(byte[]? key) => key is null ? null : Base64Url.EncodeToString(key);

    public static byte[] Parse(string text)
    {
        if (text.Length <= LongestText && Base64Url.IsValid(text)) return Base64Url.DecodeFromChars(text);
        throw new ProblemException(BoxProblem.Bad("after_invalid", "after is not what a list gave as next."));
    }
}
