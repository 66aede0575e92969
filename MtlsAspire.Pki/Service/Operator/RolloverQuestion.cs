namespace MtlsAspire.Pki.Service.Operator;

/// <summary>Asks for one step of a CA's rollover, see <see cref="Operations.RolloverStage"/>.</summary>
/// <param name="Authority">Which CA: <c>issuing</c> or <c>root</c>.</param>
/// <param name="Stage"><c>prepare</c>, <c>activate</c> or <c>retire</c>.</param>
/// <param name="Force">To retire an issuing CA although certificates of it are in use.</param>
internal sealed record RolloverQuestion(string Authority, string Stage, bool Force = false);
