using System.Text.Json;

namespace MtlsAspire.Pki.Configuration.Json;

/// <summary>A value in a JSON text that knows where it stands.</summary>
internal sealed class LocatedNode
{
    /// <summary>What it is; numbers, strings and the like by their kind.</summary>
    public required JsonValueKind Kind { get; init; }

    /// <summary>Where it stands.</summary>
    public required JsonPlace Place { get; init; }

    /// <summary>The value of a string; the raw text of a number.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>The members of an object, in their order.</summary>
    public List<LocatedMember> Members { get; } = [];

    /// <summary>The items of an array.</summary>
    public List<LocatedNode> Items { get; } = [];

    /// <summary>What it is, in words.</summary>
    public string KindInWords => Kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
