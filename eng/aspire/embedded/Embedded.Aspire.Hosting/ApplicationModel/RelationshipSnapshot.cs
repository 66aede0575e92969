namespace Aspire.Hosting.ApplicationModel;

/// <summary>A relationship from a resource to another one.</summary>
/// <param name="ResourceName">The model name of the other resource.</param>
/// <param name="Type">The kind of relationship, such as <c>Reference</c>, <c>WaitFor</c> or <c>Parent</c>.</param>
public sealed record RelationshipSnapshot(string ResourceName, string Type);
