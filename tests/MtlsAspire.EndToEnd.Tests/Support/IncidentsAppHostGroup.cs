namespace MtlsAspire.EndToEnd.Tests.Support;

/// <summary>The test classes that share the AppHost with the incidents.</summary>
[CollectionDefinition(Name)]
public sealed class IncidentsAppHostGroup : ICollectionFixture<IncidentsAppHost>
{
    public const string Name = "AppHost with incidents";
}
