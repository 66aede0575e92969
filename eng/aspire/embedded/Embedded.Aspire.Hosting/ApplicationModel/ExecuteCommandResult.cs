namespace Aspire.Hosting.ApplicationModel;

/// <summary>How a command ended.</summary>
public sealed class ExecuteCommandResult
{
    /// <summary>True when the command did what it should.</summary>
    public required bool Success { get; init; }

    /// <summary>True when it was cancelled, which is neither success nor failure.</summary>
    public bool Canceled { get; init; }

    /// <summary>What to tell the user.</summary>
    public string? Message { get; init; }

    /// <summary>Data for the user.</summary>
    public CommandResultData? Data { get; init; }
}
