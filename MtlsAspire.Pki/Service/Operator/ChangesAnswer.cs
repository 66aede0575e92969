namespace MtlsAspire.Pki.Service.Operator;

/// <summary>What was written.</summary>
/// <param name="Changes">One for each file.</param>
internal sealed record ChangesAnswer(IReadOnlyList<ChangeAnswer> Changes);
