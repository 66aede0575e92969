using MtlsAspire.Server.Tests.Support;

namespace MtlsAspire.Server.Tests.Runs;

/// <summary>The same of boxes on SQLite.</summary>
public sealed class SqliteRunTests(ThreeBoxes boxes) : RunTests(boxes), IClassFixture<ThreeBoxes>;
