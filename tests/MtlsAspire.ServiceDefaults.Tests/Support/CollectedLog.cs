using Microsoft.Extensions.Logging;

namespace MtlsAspire.Tests.Support;

/// <summary>One log message with its named values.</summary>
public sealed record CollectedLog(string Category, LogLevel Level, string Message, IReadOnlyDictionary<string, string?> Values);
