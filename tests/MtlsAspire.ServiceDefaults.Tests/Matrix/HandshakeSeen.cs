using System.Diagnostics;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>What was seen of one handshake: on the deciding side, in each place that tells it, and at the other end.</summary>
/// <param name="Reason">The verdict, <c>accepted</c> or a reason's code, as the deciding side's handshake span has it.</param>
/// <param name="Metric">The same as the metric has it.</param>
/// <param name="Audit">The same as the audit event has it; <c>null</c> if there is none.</param>
/// <param name="Explanation">The sentence of the audit event; <c>null</c> if there is none.</param>
/// <param name="PeerSees">What the other end sees: an answer's first line and reason, or an exception.</param>
/// <param name="Span">The deciding side's handshake span.</param>
public sealed record HandshakeSeen(string Reason, string Metric, string? Audit, string? Explanation, string PeerSees, Activity Span);
