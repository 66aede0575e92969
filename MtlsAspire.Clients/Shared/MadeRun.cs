namespace MtlsAspire.Clients;

/// <summary>The part that is used here of what a box tells of a run.</summary>
/// <param name="Id">Its number.</param>
public sealed record MadeRun(string Id);
