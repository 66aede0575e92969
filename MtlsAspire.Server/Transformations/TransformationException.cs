namespace MtlsAspire.Server.Transformations;

/// <summary>A transformation cannot be done with this input or these parameters.</summary>
/// <param name="reason">Why, as one word.</param>
/// <param name="message">Why, as one sentence for people.</param>
/// <param name="innerException">What was caught, if anything.</param>
internal sealed class TransformationException(string reason, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public string Reason { get; } = reason;
}
