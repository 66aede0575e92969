using System.Text.Json.Serialization.Metadata;

namespace Aspire.Hosting.Dcp;

/// <summary>Where the objects of one kind are found in DCP's API, and how they are read and written.</summary>
internal interface IDcpKind<TSelf>
    where TSelf : DcpObject, IDcpKind<TSelf>
{
    /// <summary>The kind's name in URLs, for instance <c>executables</c>.</summary>
    static abstract string Plural { get; }

    /// <summary>One object.</summary>
    static abstract JsonTypeInfo<TSelf> Json { get; }

    /// <summary>The answer to a list request.</summary>
    static abstract JsonTypeInfo<ObjectList<TSelf>> ListJson { get; }

    /// <summary>One line of the answer to a watch request.</summary>
    static abstract JsonTypeInfo<WatchEvent<TSelf>> EventJson { get; }
}
