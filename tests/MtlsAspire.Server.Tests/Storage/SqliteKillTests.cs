using Xunit.Abstractions;

namespace MtlsAspire.Server.Tests.Storage;

/// <summary>The same of a box on SQLite.</summary>
public sealed class SqliteKillTests(ITestOutputHelper output) : KillTests(postgres: null, output);
