namespace MtlsAspire.Hosting.Operator;

/// <summary>The files that were written, as the operator's API tells them.</summary>
/// <param name="Changes">One for each file.</param>
internal sealed record ChangesAnswer(IReadOnlyList<ChangeAnswer> Changes);
