using System.Diagnostics.CodeAnalysis;
using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation.Ocsp;

/// <summary>What is known of one certificate, and whether it is being asked for.</summary>
/// <param name="id">The certificate.</param>
/// <param name="issuer">Its issuer.</param>
/// <param name="responders">Who is asked, in this order.</param>
internal sealed class OcspEntry(OcspCertificateId id, ParsedCertificate issuer, IReadOnlyList<Uri> responders)
{
    private readonly Lock _turn = new();
    private Task? _question;
    private long _due;
    private volatile Knowledge _knowledge = new(Answer: null, Problem: null);

    public OcspCertificateId Id { get; } = id;

    public ParsedCertificate Issuer { get; } = issuer;

    public IReadOnlyList<Uri> Responders { get; } = responders;

    /// <summary>When somebody was last interested, in ticks of the clock.</summary>
    public long Touched { get; set; }

    /// <summary>The last sound answer; <c>null</c> if there was none.</summary>
    public OcspAnswer? Answer => _knowledge.Answer;

    /// <summary>Joins the question under way, or begins one if it is time for it: one at a time, however many want to know.</summary>
    /// <param name="now">The time in ticks of the clock.</param>
    /// <param name="ask">Begins a question.</param>
    /// <param name="question">The question, if there is one.</param>
    /// <returns>Whether there is one; it may not be time for it yet.</returns>
    public bool TryJoin(long now, Func<Task> ask, [NotNullWhen(true)] out Task? question)
    {
        lock (_turn)
        {
            if (_question is null && now >= _due) _question = ask();
            question = _question;
            return question is not null;
        }
    }

    /// <summary>Notes the result of the question.</summary>
    /// <param name="answer">The answer; <c>null</c> to keep the one before.</param>
    /// <param name="problem">Why there is no other.</param>
    /// <param name="due">When to ask again, in ticks of the clock.</param>
    public void End(OcspAnswer? answer, string? problem, long due)
    {
        lock (_turn)
        {
            _knowledge = new Knowledge(answer ?? _knowledge.Answer, problem);
            _due = due;
            _question = null;
        }
    }

    /// <summary>What may be relied on.</summary>
    /// <param name="time">The time until which answers must hold.</param>
    public RevocationAnswer Tell(DateTimeOffset time) => _knowledge switch
    {
        { Answer: { } answer } when time <= answer.Until => new RevocationAnswer(answer.Status, answer.Explanation),
        { Answer: { } old, Problem: { } problem } =>
            new RevocationAnswer(RevocationStatus.Unknown, $"its OCSP answer was to be renewed by {DerTime.Text(old.Until)}, and {problem}"),
        { Problem: { } problem } => new RevocationAnswer(RevocationStatus.Unknown, problem),
        _ => new RevocationAnswer(RevocationStatus.Unknown, "no OCSP responder has answered yet"),
    };

    private sealed record Knowledge(OcspAnswer? Answer, string? Problem);
}
