namespace Aspire.Hosting.Dcp;

/// <summary>The state of DCP itself, at <c>/admin/execution</c>.</summary>
/// <param name="Status">One of the constants.</param>
internal sealed record ApiServerExecution(string Status)
{
    /// <summary>At work.</summary>
    public const string Running = "Running";

    /// <summary>Stopping everything that it has started.</summary>
    public const string CleaningResources = "CleaningResources";

    /// <summary>Everything has been stopped.</summary>
    public const string CleanupComplete = "CleanupComplete";

    /// <summary>About to end.</summary>
    public const string Stopping = "Stopping";
}
