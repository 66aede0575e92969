namespace MtlsAspire.Server.Transformations;

/// <summary>The parameters of a run, by name. What a transformation does not know is refused, not passed over.</summary>
internal sealed class TransformationParameters(IReadOnlyDictionary<string, string> values)
{
    /// <exception cref="TransformationException">It is missing.</exception>
    public string Required(string name) => values.TryGetValue(name, out var value) && value.Length > 0
        ? value
        : throw new TransformationException("parameter_missing", $"This transformation needs the parameter '{name}'.");

    public string Optional(string name, string otherwise) => values.GetValueOrDefault(name, otherwise);

    /// <exception cref="TransformationException">There is another parameter than these.</exception>
    public void AllowOnly(params string[] names)
    {
        if (values.Keys.FirstOrDefault(name => !names.Contains(name)) is not null)
            throw new TransformationException("parameter_unknown", names.Length == 0 ? "This transformation takes no parameters." : $"This transformation takes the parameters {string.Join(", ", names)} and no others.");
    }
}
