using System.Text.Json;

namespace MtlsAspire.Server.Transformations;

/// <summary>Counts lines, words, characters and bytes of a text, as wc does.</summary>
internal sealed class WordCount : ITransformation
{
    public string Name => "word-count";

    public string Summary => "Counts lines, words, characters and bytes of a text.";

    public TransformationOutput Apply(TransformationInput input, TransformationParameters parameters)
    {
        parameters.AllowOnly();
        var (lines, words, characters, isInWord) = (0L, 0L, 0L, false);
        foreach (var rune in input.Text.EnumerateRunes())
        {
            characters++;
            if (rune.Value == '\n') lines++;
            var isSpace = System.Text.Rune.IsWhiteSpace(rune);
            if (!isSpace && !isInWord) words++;
            isInWord = !isSpace;
        }

        return new TransformationOutput(
            TransformationOutput.Json, JsonSerializer.SerializeToUtf8Bytes(new { lines, words, characters, bytes = input.Content.LongLength }));
    }
}
