namespace Aspire.Hosting.Eventing;

/// <summary>Something that happened in the application's life.</summary>
public interface IDistributedApplicationEvent
{
}
