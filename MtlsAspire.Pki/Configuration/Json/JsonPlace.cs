namespace MtlsAspire.Pki.Configuration.Json;

/// <summary>A place in a JSON text.</summary>
/// <param name="Path">The path, as in <c>$.identities[2].kind</c>.</param>
/// <param name="Line">The line, from 1 on.</param>
/// <param name="Column">The column in characters, from 1 on.</param>
internal readonly record struct JsonPlace(string Path, int Line, int Column);
