using System.Text.Json.Serialization;

namespace Aspire.Hosting.Dcp;

/// <summary>What happened to an object.</summary>
internal enum WatchEventType
{
    /// <summary>It is new, or it existed when the watch began.</summary>
    [JsonStringEnumMemberName("ADDED")]
    Added,

    /// <summary>It has changed.</summary>
    [JsonStringEnumMemberName("MODIFIED")]
    Modified,

    /// <summary>It is gone.</summary>
    [JsonStringEnumMemberName("DELETED")]
    Deleted,

    /// <summary>Nothing: only the version has advanced.</summary>
    [JsonStringEnumMemberName("BOOKMARK")]
    Bookmark,

    /// <summary>The server cannot continue the watch.</summary>
    [JsonStringEnumMemberName("ERROR")]
    Error,
}
