namespace MtlsAspire.Server.Boxes;

/// <summary>Says which operation of the box an endpoint is.</summary>
/// <param name="Operation">One of <see cref="Operations"/>.</param>
internal sealed record OperationMetadata(string Operation)
{
    /// <summary>The part of the path that names the item.</summary>
    public const string ItemRouteValue = "name";
}
