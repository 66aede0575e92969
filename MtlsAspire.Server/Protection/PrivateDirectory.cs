using MtlsAspire.ServiceDefaults;

namespace MtlsAspire.Server.Protection;

/// <summary>Directories that nobody but the box's user may open.</summary>
internal static class PrivateDirectory
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Creates a directory where there is none.</summary>
    /// <returns>The path.</returns>
    /// <exception cref="ConfigurationException">It cannot be created, or others may open it.</exception>
    public static string Create(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
                return path;
            }

            Directory.CreateDirectory(path, Private);
            var mode = File.GetUnixFileMode(path);
            return (mode & ~Private) == UnixFileMode.None
                ? path
                : throw new ConfigurationException($"Directory '{path}' is open to others than its user; mend it: chmod 700 '{path}'.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"Directory '{path}' cannot be created or opened ({exception.Message.TrimEnd('.')}); name another in Box:Data, or give this user the right to it.", exception);
        }
    }
}
