namespace Aspire.Hosting;

/// <summary>Says more of resources: environment, arguments, endpoints, references, waiting, health, links, commands.</summary>
public static partial class ResourceBuilderExtensions
{
}
