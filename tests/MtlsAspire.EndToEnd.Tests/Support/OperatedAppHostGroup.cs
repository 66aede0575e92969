namespace MtlsAspire.EndToEnd.Tests.Support;

[CollectionDefinition(Name)]
public sealed class OperatedAppHostGroup : ICollectionFixture<OperatedAppHost>
{
    public const string Name = "operated AppHost";
}
