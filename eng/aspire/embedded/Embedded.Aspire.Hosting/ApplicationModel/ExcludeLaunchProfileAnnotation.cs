namespace Aspire.Hosting.ApplicationModel;

/// <summary>The project is started without any launch profile.</summary>
public sealed class ExcludeLaunchProfileAnnotation : IResourceAnnotation
{
}
