namespace MtlsAspire.Server.Tests.Support;

/// <summary>The boxes of the AppHost, each with a database on PostgreSQL.</summary>
public sealed class ThreeBoxesOnPostgres(PostgresServer postgres) : ThreeBoxes(postgres);
