namespace MtlsAspire.Clients.Scenarios.Cli;

/// <summary>Asks the dashboard for the key of its API.</summary>
/// <param name="Token">The token of a login link.</param>
internal sealed record TokenQuestion(string Token);
