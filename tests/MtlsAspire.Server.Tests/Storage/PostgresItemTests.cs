using MtlsAspire.Server.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Server.Tests.Storage;

/// <summary>The same of a box on PostgreSQL.</summary>
[NeedsTools(PostgresServer.Tool)]
[Collection(SharedPostgres.Name)]
public sealed class PostgresItemTests(PostgresServer postgres) : ItemTests(postgres);
