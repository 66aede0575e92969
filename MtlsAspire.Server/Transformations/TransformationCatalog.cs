namespace MtlsAspire.Server.Transformations;

/// <summary>The transformations that there are.</summary>
internal sealed class TransformationCatalog(IEnumerable<ITransformation> transformations)
{
    private readonly Dictionary<string, ITransformation> _byName = transformations.ToDictionary(one => one.Name, StringComparer.Ordinal);

    public IEnumerable<ITransformation> All => _byName.Values;

    /// <exception cref="TransformationException">There is no such transformation.</exception>
    public ITransformation Find(string name) => _byName.GetValueOrDefault(name)
        ?? throw new TransformationException("transformation_unknown", $"There is no such transformation; there are {string.Join(", ", _byName.Keys)}.");
}
