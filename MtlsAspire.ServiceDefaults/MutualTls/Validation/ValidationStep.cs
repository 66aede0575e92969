namespace MtlsAspire.ServiceDefaults.MutualTls.Validation;

/// <summary>One check of a path, for people.</summary>
/// <param name="Subject">The certificate that is looked at; <c>null</c> if it is the path as a whole.</param>
/// <param name="Check">What is checked, as in <c>signature</c>.</param>
/// <param name="Problem">What is wrong, as one sentence; <c>null</c> if nothing is.</param>
/// <param name="Reason">Why the peer would be refused; <c>null</c> if it would not.</param>
public sealed record ValidationStep(string? Subject, string Check, string? Problem, RefusalReason? Reason);
