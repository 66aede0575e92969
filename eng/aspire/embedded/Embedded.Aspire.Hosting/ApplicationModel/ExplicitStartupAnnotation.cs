namespace Aspire.Hosting.ApplicationModel;

/// <summary>The resource starts on demand only.</summary>
public sealed class ExplicitStartupAnnotation : IResourceAnnotation
{
}
