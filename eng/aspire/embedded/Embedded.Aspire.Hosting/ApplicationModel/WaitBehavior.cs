namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a wait does when the awaited resource ends or fails to start.</summary>
public enum WaitBehavior
{
    /// <summary>Goes on: the resource may be started again.</summary>
    WaitOnResourceUnavailable,

    /// <summary>Fails.</summary>
    StopOnResourceUnavailable,
}
