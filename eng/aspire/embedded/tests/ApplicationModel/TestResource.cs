using Aspire.Hosting.ApplicationModel;

namespace Embedded.Aspire.Tests.ApplicationModel;

/// <summary>A resource of a user's own type.</summary>
internal sealed class TestResource : Resource
{
    public TestResource(string name, params IResourceAnnotation[] annotations)
        : base(name)
    {
        foreach (var annotation in annotations)
        {
            Annotations.Add(annotation);
        }
    }
}
