using System.Globalization;
using MtlsAspire.ServiceDefaults;

namespace MtlsAspire.Server.Boxes;

/// <summary>The settings of a box; configuration section <see cref="Section"/>, as environment variables <c>Box__Name</c> and so on.</summary>
public sealed record BoxOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Box";

    private static readonly TimeSpan ShortestKeyLifetime = TimeSpan.FromDays(7);

    /// <summary>The box's name, for problem details, telemetry and provenance; "server" if not set.</summary>
    public string Name { get; private init; } = "server";

    /// <summary>What the box can do: <c>items</c>, <c>runs</c>, <c>results</c>, with commas between them; nothing but the greeting if not set.</summary>
    public IReadOnlyList<BoxPart> Serves { get; private init; } = [];

    /// <summary>The directory of the box's data and keys, readable by its user alone; <c>data/{name}</c> if not set.</summary>
    public string Data { get; private init; } = "";

    /// <summary>The connection string of a PostgreSQL database (Npgsql); SQLite in <see cref="Data"/> if not set.</summary>
    public string? Database { get; private init; }

    /// <summary>The greatest size of an item in bytes; 64 MiB if not set.</summary>
    public long MaxItemBytes { get; private init; } = 64L << 20;

    /// <summary>The greatest size of what a run takes in, and of a sealed result, in bytes; 16 MiB if not set.</summary>
    public int MaxRunBytes { get; private init; } = 16 << 20;

    /// <summary>For how long a data protection key encrypts before the next one does; 90 days if not set, 7 at least.</summary>
    public TimeSpan KeyLifetime { get; private init; } = TimeSpan.FromDays(90);

    /// <summary>Paths of PEM files with former private keys of the box, by which an old key ring is still opened.</summary>
    public IReadOnlyList<string> FormerKeys { get; private init; } = [];

    /// <summary>The name of the box from which runs take their input, as in <c>services:{name}:https:0</c>.</summary>
    public string? Source { get; private init; }

    /// <summary>The name of the box to which sealed results are forwarded; <c>null</c> for none.</summary>
    public string? Next { get; private init; }

    /// <summary>SPIFFE IDs, with <c>*</c>, of those whose seals this box accepts.</summary>
    public IReadOnlyList<string> Signers { get; private init; } = [];

    /// <summary>How old a seal may be when it is handed in; a day if not set.</summary>
    public TimeSpan MaxSealAge { get; private init; } = TimeSpan.FromDays(1);

    /// <summary>The operations of the box.</summary>
    public IReadOnlyCollection<string> Operations => [.. Serves.SelectMany(part => Boxes.Operations.ByPart[part])];

    /// <summary>Whether the box can do this.</summary>
    /// <param name="part">What.</param>
    public bool Has(BoxPart part) => Serves.Contains(part);

    /// <summary>Reads the options.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <returns>The options.</returns>
    /// <exception cref="ConfigurationException">A value is missing or malformed.</exception>
    public static BoxOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var box = configuration.GetSection(Section);
        var defaults = new BoxOptions();
        var name = Text(box, nameof(Name)) ?? defaults.Name;
        if (!ItemNames.AreGood(name)) throw new ConfigurationException($"{Section}:{nameof(Name)}: '{name}' is not a name; write letters, digits, '-', '_' and '.'.");

        var options = new BoxOptions
        {
            Name = name,
            Serves = [.. List(box, nameof(Serves)).Select(Part).Distinct()],
            Data = Path.GetFullPath(Text(box, nameof(Data)) ?? Path.Combine("data", name)),
            Database = Text(box, nameof(Database)),
            MaxItemBytes = Number(box, nameof(MaxItemBytes), defaults.MaxItemBytes, 1L << 40),
            MaxRunBytes = (int)Number(box, nameof(MaxRunBytes), defaults.MaxRunBytes, 1 << 30),
            KeyLifetime = Duration(box, nameof(KeyLifetime), defaults.KeyLifetime),
            FormerKeys = [.. List(box, nameof(FormerKeys)).Select(Path.GetFullPath)],
            Source = Text(box, nameof(Source)),
            Next = Text(box, nameof(Next)),
            Signers = List(box, nameof(Signers)),
            MaxSealAge = Duration(box, nameof(MaxSealAge), defaults.MaxSealAge),
        };
        options.Check();
        return options;
    }

    private void Check()
    {
        if (KeyLifetime < ShortestKeyLifetime)
            throw new ConfigurationException($"{Section}:{nameof(KeyLifetime)}: data protection keys last at least 7 days; write it like 90.00:00:00.");
        if (Has(BoxPart.Runs) && Source is null)
            throw new ConfigurationException($"{Section}:{nameof(Source)} is not set, so that runs have nowhere to take their input from; set it to the name of a box, like storage.");
        if (Next is not null && !Has(BoxPart.Runs))
            throw new ConfigurationException($"{Section}:{nameof(Next)} is set, but this box makes no runs that it could forward; take it out, or add runs to {Section}:{nameof(Serves)}.");
        if (Has(BoxPart.Results) && Signers.Count == 0)
            throw new ConfigurationException($"{Section}:{nameof(Signers)} is not set, so that nobody's seal would be accepted; set it to the SPIFFE IDs of the boxes that seal, like spiffe://mtls.localhost/processing.");
        if (Signers.FirstOrDefault(signer => !Locks.SpiffePattern.IsOne(signer)) is { } malformed)
            throw new ConfigurationException($"{Section}:{nameof(Signers)}: '{malformed}' is no SPIFFE ID with a trust domain of its own; write it like spiffe://mtls.localhost/processing.");
    }

    private static string? Text(IConfigurationSection box, string key) => string.IsNullOrWhiteSpace(box[key]) ? null : box[key];

    private static string[] List(IConfigurationSection box, string key) =>
        (box[key] ?? "").Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static BoxPart Part(string text) =>
        Enum.TryParse<BoxPart>(text, ignoreCase: true, out var part) && Enum.IsDefined(part) && !char.IsAsciiDigit(text[0])
            ? part
            : throw new ConfigurationException($"{Section}:{nameof(Serves)}: a box cannot serve '{text}'; write items, runs or results, with commas between them.");

    private static long Number(IConfigurationSection box, string key, long otherwise, long largest) =>
        Text(box, key) is not { } text ? otherwise
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= largest ? number
        : throw new ConfigurationException($"{Section}:{key}: '{text}' is not a number of bytes from 1 to {largest}.");

    private static TimeSpan Duration(IConfigurationSection box, string key, TimeSpan otherwise) =>
        Text(box, key) is not { } text ? otherwise
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration) && duration > TimeSpan.Zero ? duration
        : throw new ConfigurationException($"{Section}:{key}: '{text}' is not a duration above zero; write it like 90.00:00:00 for ninety days.");
}
