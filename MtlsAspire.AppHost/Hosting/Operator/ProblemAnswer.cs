namespace MtlsAspire.Hosting.Operator;

/// <summary>Why the operator's API did not do something: problem details (RFC 9457).</summary>
/// <param name="Detail">One line that says why.</param>
internal sealed record ProblemAnswer(string? Detail);
