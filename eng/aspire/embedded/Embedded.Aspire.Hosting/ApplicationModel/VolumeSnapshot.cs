namespace Aspire.Hosting.ApplicationModel;

/// <summary>A volume or directory mounted into a resource.</summary>
/// <param name="Source">The volume or directory; null for an anonymous volume.</param>
/// <param name="Target">The path inside the resource.</param>
/// <param name="MountType">The kind of mount, such as <c>volume</c> or <c>bind</c>.</param>
/// <param name="IsReadOnly">True when the resource cannot write to it.</param>
public sealed record VolumeSnapshot(string? Source, string Target, string MountType, bool IsReadOnly);
