namespace Aspire.Hosting.Dcp;

/// <summary>All objects of one kind.</summary>
/// <param name="Items">The objects; null where there are none.</param>
internal sealed record ObjectList<T>(IReadOnlyList<T>? Items);
