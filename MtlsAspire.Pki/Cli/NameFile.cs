using MtlsAspire.Pki.Bootstrap;

namespace MtlsAspire.Pki.Cli;

/// <summary>A file with a name of an identity in each line; empty lines and those that begin with # do not count.</summary>
internal static class NameFile
{
    private const int MostNames = 1_000_000;
    private const long Largest = 100L << 20;

    /// <summary>Reads the names, each once.</summary>
    /// <exception cref="PkiException">The file cannot be read, or a line is no name; nothing was issued.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > Largest })
            {
                throw new PkiException($"{path} is larger than 100 MiB: split it.");
            }

            var names = new List<string>();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var number = 0;
            foreach (var line in File.ReadLines(path))
            {
                number++;
                var name = line.Trim();
                if (name.Length == 0 || name.StartsWith('#'))
                {
                    continue;
                }

                if (!IdentityDeclaration.IsUsable(name))
                {
                    var shown = name.Length > 80 ? name[..80] + "…" : name;
                    throw new PkiException($"{path}:{number}: '{shown}' cannot be the name of an identity: write lower-case letters, digits and hyphens, at most 64.");
                }

                if (seen.Add(name))
                {
                    names.Add(name);
                }

                if (names.Count > MostNames)
                {
                    throw new PkiException($"{path} has more than {MostNames} names: split it.");
                }
            }

            return names.Count > 0 ? names : throw new PkiException($"{path} has no names: write one in each line.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PkiException($"{path} cannot be read: {exception.Message}", exception);
        }
    }
}
