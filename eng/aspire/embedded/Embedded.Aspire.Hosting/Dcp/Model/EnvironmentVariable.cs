namespace Aspire.Hosting.Dcp;

/// <summary>A variable of a process's environment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; null is the empty text.</param>
internal sealed record EnvironmentVariable(string Name, string? Value);
