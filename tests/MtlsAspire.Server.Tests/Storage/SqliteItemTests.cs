namespace MtlsAspire.Server.Tests.Storage;

/// <summary>The same of a box on SQLite.</summary>
public sealed class SqliteItemTests() : ItemTests(postgres: null);
