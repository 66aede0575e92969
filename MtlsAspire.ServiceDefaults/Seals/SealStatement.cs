namespace MtlsAspire.ServiceDefaults.Seals;

/// <summary>Where a sealed result comes from: what the seal proves beside the result itself.</summary>
/// <param name="Type">What kind of statement this is: <see cref="Kind"/>.</param>
/// <param name="Run">The run that made the result: a number that no other run has, 32 hexadecimal digits.</param>
/// <param name="Box">The box in which it ran.</param>
/// <param name="Item">The item that went in.</param>
/// <param name="Input">What went in.</param>
/// <param name="Transformation">What was done with it.</param>
/// <param name="Parameters">By which parameters.</param>
/// <param name="Output">What came out.</param>
/// <param name="Requester">On whose request.</param>
/// <param name="Time">When, UTC.</param>
public sealed record SealStatement(
    string Type,
    string Run,
    string Box,
    string Item,
    SealedContent Input,
    string Transformation,
    IReadOnlyDictionary<string, string> Parameters,
    SealedContent Output,
    SealRequester Requester,
    DateTimeOffset Time)
{
    /// <summary>The kind of statement that this version writes and reads.</summary>
    public const string Kind = "https://mtls.localhost/provenance/v1";
}
