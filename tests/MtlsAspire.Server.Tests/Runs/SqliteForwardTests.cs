using MtlsAspire.Server.Tests.Support;

namespace MtlsAspire.Server.Tests.Runs;

/// <summary>The same of boxes on SQLite.</summary>
public sealed class SqliteForwardTests(ThreeBoxes boxes) : ForwardTests(boxes), IClassFixture<ThreeBoxes>;
