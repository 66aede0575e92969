namespace MtlsAspire.Server.Problems;

/// <summary>Why a request is not done, as it is told to the client (RFC 9457).</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Reason">One word for programs, as in <c>item_unknown</c>.</param>
/// <param name="Title">What kind of problem it is, in a few words.</param>
/// <param name="Detail">One sentence for people: what is wrong and what to do.</param>
internal sealed record BoxProblem(int Status, string Reason, string Title, string Detail)
{
    /// <summary>More members of the problem details.</summary>
    public IReadOnlyDictionary<string, object?> Extensions { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    public static BoxProblem Bad(string reason, string detail) => new(StatusCodes.Status400BadRequest, reason, "The request is malformed", detail);

    public static BoxProblem UnknownItem { get; } = new(StatusCodes.Status404NotFound, "item_unknown", "Not found", "There is no item of this name.");

    public static BoxProblem PreconditionFailed { get; } = new(
        StatusCodes.Status412PreconditionFailed, "precondition_failed", "The precondition does not hold",
        "The item is not as If-Match or If-None-Match wants it; read it again, and decide anew.");

    public static BoxProblem TooLarge(long limit) => new(
        StatusCodes.Status413PayloadTooLarge, "item_too_large", "Too large", $"An item of this box has at most {limit} bytes; nothing was stored.");

    public static BoxProblem Tampered { get; } = new(
        StatusCodes.Status500InternalServerError, "tampering_detected", "The item is not what was put in",
        "What the box holds under this name was changed behind its back. It is not served; its operators have been told by the audit log.");

    public static BoxProblem Unavailable { get; } = new(
        StatusCodes.Status503ServiceUnavailable, "database_unavailable", "The box cannot answer now", "The box's database does not answer; nothing was changed. Ask again later.");

    public static BoxProblem OutcomeUnknown { get; } = new(
        StatusCodes.Status503ServiceUnavailable, "outcome_unknown", "The box cannot tell how it ended",
        "The box's database stopped answering while it was told to make the change, so it may have been made or not. Look first, then ask again.");
}
