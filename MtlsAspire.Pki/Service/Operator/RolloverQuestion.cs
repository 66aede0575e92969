namespace MtlsAspire.Pki.Service.Operator;

/// <summary>Asks for the next step of a CA's rollover.</summary>
internal sealed record RolloverQuestion
{
    /// <summary>Which CA: <c>root</c> or <c>issuing</c>.</summary>
    public required string Authority { get; init; }

    /// <summary>Which step: <c>prepare</c> (A; B is made known), <c>activate</c> (B signs) or <c>finish</c> (A is no longer trusted).</summary>
    public required string Step { get; init; }
}
