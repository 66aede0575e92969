namespace Aspire.Hosting.ApplicationModel;

/// <summary>The states that have a meaning to the application and to the dashboard.</summary>
public static class KnownResourceStates
{
    /// <summary>The resource is there; it has no process to run.</summary>
    public static readonly string Active = nameof(Active);

    /// <summary>It is being built anew.</summary>
    public static readonly string Building = nameof(Building);

    /// <summary>It ended by itself or by force.</summary>
    public static readonly string Exited = nameof(Exited);

    /// <summary>It could not be started.</summary>
    public static readonly string FailedToStart = nameof(FailedToStart);

    /// <summary>It ran to its end, or was stopped.</summary>
    public static readonly string Finished = nameof(Finished);

    /// <summary>It waits for the user to start it.</summary>
    public static readonly string NotStarted = nameof(NotStarted);

    /// <summary>It is running.</summary>
    public static readonly string Running = nameof(Running);

    /// <summary>What should run it does not work.</summary>
    public static readonly string RuntimeUnhealthy = nameof(RuntimeUnhealthy);

    /// <summary>It is starting.</summary>
    public static readonly string Starting = nameof(Starting);

    /// <summary>It is stopping.</summary>
    public static readonly string Stopping = nameof(Stopping);

    /// <summary>A parameter has no value yet.</summary>
    public static readonly string ValueMissing = nameof(ValueMissing);

    /// <summary>It waits for another resource.</summary>
    public static readonly string Waiting = nameof(Waiting);

    /// <summary>The states after which nothing more happens by itself.</summary>
    public static readonly IReadOnlyList<string> TerminalStates = [Finished, FailedToStart, Exited];

    /// <summary>The states in which a resource can be built anew.</summary>
    public static readonly IReadOnlyList<string> BuildableStates = [Running, Waiting, Finished, FailedToStart, Exited];
}
