namespace MtlsAspire.Clients.Tests.Scenarios;

// Alone, since the handshakes of the whole process are counted in some of its tests.
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class DeclaredBoxGroup : ICollectionFixture<DeclaredBox>
{
    public const string Name = "declared box";
}
