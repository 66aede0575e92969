using MtlsAspire.Server.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Server.Tests.Runs;

/// <summary>The same of boxes on PostgreSQL.</summary>
[NeedsTools(PostgresServer.Tool)]
[Collection(SharedPostgres.Name)]
public sealed class PostgresForwardTests(ThreeBoxesOnPostgres boxes) : ForwardTests(boxes), IClassFixture<ThreeBoxesOnPostgres>;
