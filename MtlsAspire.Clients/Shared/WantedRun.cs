namespace MtlsAspire.Clients;

/// <summary>What a run shall do.</summary>
/// <param name="Item">The item's name.</param>
/// <param name="Transformation">The name of the transformation.</param>
/// <param name="Parameters">Its parameters.</param>
public sealed record WantedRun(string Item, string Transformation, IReadOnlyDictionary<string, string> Parameters);
