using MtlsAspire.Server.Tests.Support;
using MtlsAspire.TestSupport;
using Xunit.Abstractions;

namespace MtlsAspire.Server.Tests.Storage;

/// <summary>The same of a box on PostgreSQL.</summary>
[NeedsTools(PostgresServer.Tool)]
[Collection(SharedPostgres.Name)]
public sealed class PostgresKillTests(PostgresServer postgres, ITestOutputHelper output) : KillTests(postgres, output);
