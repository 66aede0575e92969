namespace MtlsAspire.EndToEnd.Tests.Support;

[CollectionDefinition(Name)]
public sealed class SharedAppHostGroup : ICollectionFixture<SharedAppHost>
{
    public const string Name = "shared AppHost";
}
