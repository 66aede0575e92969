namespace MtlsAspire.AppHost.Incidents;

/// <summary>The group of everything that goes wrong on purpose. It runs nothing itself; its state sums up those below it.</summary>
/// <param name="name">The name of the resource.</param>
internal sealed class IncidentsResource(string name) : Resource(name);
