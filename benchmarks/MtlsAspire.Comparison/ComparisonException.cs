namespace MtlsAspire.Comparison;

/// <summary>The comparison cannot be made; the message says why, in one line.</summary>
internal sealed class ComparisonException(string message) : Exception(message);
