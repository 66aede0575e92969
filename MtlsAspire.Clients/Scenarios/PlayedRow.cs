namespace MtlsAspire.Clients.Scenarios.Cli;

/// <summary>A row that was played, before the server's side of it is known.</summary>
/// <param name="Row">The row.</param>
/// <param name="Outcome">What the client saw.</param>
/// <param name="Ended">When the call was over.</param>
/// <param name="RogueReason">What the rogue server saw, where there was one; <c>null</c> if it did not tell.</param>
internal sealed record PlayedRow(MatrixRow Row, Outcome Outcome, DateTimeOffset Ended, string? RogueReason);
