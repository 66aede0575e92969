namespace Aspire.Hosting.ApplicationModel;

/// <summary>A line in the console log of a resource.</summary>
/// <param name="LineNumber">The number of the line, from 1.</param>
/// <param name="Content">The text: an RFC 3339 timestamp (UTC, milliseconds), a space, and what was written.</param>
/// <param name="IsErrorMessage">True for standard error and for log messages of level error or above.</param>
public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);
