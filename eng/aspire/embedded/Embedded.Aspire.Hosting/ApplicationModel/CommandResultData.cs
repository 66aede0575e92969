namespace Aspire.Hosting.ApplicationModel;

/// <summary>Data that a command gives back besides its message.</summary>
public sealed class CommandResultData
{
    /// <summary>The data.</summary>
    public required string Value { get; init; }

    /// <summary>How it is to be shown.</summary>
    public CommandResultFormat Format { get; init; }

    /// <summary>True to open it at once, false to offer it.</summary>
    public bool DisplayImmediately { get; init; }
}
