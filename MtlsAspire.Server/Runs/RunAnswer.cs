using MtlsAspire.ServiceDefaults.Seals;

namespace MtlsAspire.Server.Runs;

/// <summary>What is told of a run that was made.</summary>
/// <param name="Id">Its number, for <c>GET /runs/{id}</c>.</param>
/// <param name="Statement">What its seal proves.</param>
/// <param name="IsEncrypted">Whether the result is encrypted for its recipient.</param>
/// <param name="ForwardsTo">The box to which the seal is forwarded, if there is a next one.</param>
internal sealed record RunAnswer(string Id, SealStatement Statement, bool IsEncrypted, string? ForwardsTo);
