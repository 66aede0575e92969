using System.Globalization;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>The table of all handshakes that the matrix has seen, as lines of a file that the environment names.</summary>
internal static partial class MatrixTable
{
    /// <summary>Names the file to which a line is appended for each handshake; nothing is written where it is not set.</summary>
    private const string FileVariable = "MTLSASPIRE_MATRIX";

    private static readonly Lock WritingLock = new();

    /// <summary>Adds a line: row, scenario, lock, TLS version, mode, expected, seen on the deciding side, seen by the peer.</summary>
    public static void Add(Type row, int lockNumber, SslProtocols protocol, HandshakeMode? mode, string expected, HandshakeSeen seen)
    {
        if (Environment.GetEnvironmentVariable(FileVariable) is not { Length: > 0 } path) return;

        var name = RowName().Match(row.Name);
        var line = string.Join(
            '\t',
            int.Parse(name.Groups["number"].Value, CultureInfo.InvariantCulture).ToString("00", CultureInfo.InvariantCulture),
            name.Groups["name"].Value.Replace('_', ' '),
            $"lock {lockNumber}",
            protocol switch { SslProtocols.Tls12 => "1.2", SslProtocols.Tls13 => "1.3", _ => "-" },
            mode?.ToString().ToLowerInvariant() ?? "-",
            expected,
            seen.Reason,
            seen.PeerSees.ReplaceLineEndings(" "));
        lock (WritingLock) File.AppendAllText(path, line + "\n");
    }

    [GeneratedRegex("^Row(?<number>[0-9]{2})_(?<name>.+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RowName();
}
