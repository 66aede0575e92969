namespace MtlsAspire.Hosting.Operator;

/// <summary>A CA, as the operator's API tells it.</summary>
/// <param name="Role"><c>root</c> or <c>issuing</c>.</param>
/// <param name="State">Where it is in its rollover: <c>next</c>, <c>active</c> or <c>previous</c>.</param>
/// <param name="Subject">The subject as a distinguished name.</param>
internal sealed record AuthorityAnswer(string Role, string State, string Subject);
