namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a resource looks like before anything has been published about it.</summary>
internal static class InitialSnapshot
{
    private const string Suffix = "Resource";

    public static CustomResourceSnapshot Of(IResource resource)
    {
        var snapshot = resource.Annotations.OfType<ResourceSnapshotAnnotation>().LastOrDefault()?.InitialSnapshot
            ?? new CustomResourceSnapshot { ResourceType = TypeName(resource.GetType()), Properties = [] };
        var icon = resource.Annotations.OfType<ResourceIconAnnotation>().LastOrDefault();
        return snapshot with
        {
            IconName = snapshot.IconName ?? icon?.IconName,
            IconVariant = snapshot.IconVariant ?? icon?.IconVariant,
            Relationships = [.. snapshot.Relationships.Union(Relationships(resource))],
        };
    }

    private static IEnumerable<RelationshipSnapshot> Relationships(IResource resource)
    {
        if (resource is IResourceWithParent { Parent: var parent })
        {
            yield return new RelationshipSnapshot(parent.Name, KnownRelationshipTypes.Parent);
        }

        foreach (var relationship in resource.Annotations.OfType<ResourceRelationshipAnnotation>())
        {
            yield return new RelationshipSnapshot(relationship.Resource.Name, relationship.Type);
        }
    }

    // The dashboard knows our own resource types as "Project", "Executable" and so on, also when a user derives from them.
    private static string TypeName(Type type)
    {
        for (var own = type; own is not null && own != typeof(Resource); own = own.BaseType)
        {
            if (own.Assembly == typeof(Resource).Assembly && own.Name.EndsWith(Suffix, StringComparison.Ordinal))
            {
                return own.Name[..^Suffix.Length];
            }
        }

        return type.Name;
    }
}
