namespace MtlsAspire.Server.Runs;

/// <summary>What a run is asked to do.</summary>
/// <param name="Item">The name of the item in the source box.</param>
/// <param name="Transformation">The name of the transformation.</param>
/// <param name="Parameters">Its parameters, if it takes any.</param>
/// <param name="Recipient">
/// For whom the result is encrypted: <c>requester</c>, or a certificate in PEM; not encrypted if not given.
/// </param>
internal sealed record RunRequest(string Item, string Transformation, Dictionary<string, string>? Parameters = null, string? Recipient = null);
