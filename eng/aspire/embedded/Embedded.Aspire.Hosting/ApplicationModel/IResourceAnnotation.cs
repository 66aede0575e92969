namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something said of a resource: an endpoint, an environment callback, a command, ...</summary>
public interface IResourceAnnotation
{
}
