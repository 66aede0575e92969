namespace MtlsAspire.Server.Runs;

/// <summary>A transformation that runs can ask for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Summary">What it does and which parameters it takes.</param>
internal sealed record TransformationAnswer(string Name, string Summary);
