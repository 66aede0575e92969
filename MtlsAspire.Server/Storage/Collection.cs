namespace MtlsAspire.Server.Storage;

/// <summary>What a box keeps apart: names in one say nothing about another.</summary>
internal enum Collection
{
    /// <summary>Raw data.</summary>
    Items = 1,

    /// <summary>Results of this box's own runs.</summary>
    Runs = 2,

    /// <summary>Sealed results of other boxes.</summary>
    Results = 3,

    /// <summary>Sealed results that are still to be forwarded.</summary>
    Outbox = 4,
}
