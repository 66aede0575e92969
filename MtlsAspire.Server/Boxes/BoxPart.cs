namespace MtlsAspire.Server.Boxes;

/// <summary>What a box can do. A box has one of these parts or several.</summary>
public enum BoxPart
{
    /// <summary>Keeps raw data: <c>/items</c>.</summary>
    Items,

    /// <summary>Processes data of another box and seals the result: <c>/runs</c>.</summary>
    Runs,

    /// <summary>Keeps sealed results that other boxes forward: <c>/results</c>.</summary>
    Results,
}
