namespace Aspire.Hosting.ApplicationModel;

/// <summary>How the data of a command is to be shown.</summary>
public enum CommandResultFormat
{
    /// <summary>Plain text.</summary>
    Text,

    /// <summary>JSON.</summary>
    Json,

    /// <summary>Markdown.</summary>
    Markdown,
}
