using System.Runtime.InteropServices;

namespace MtlsAspire.Clients.Scenarios;

/// <summary>
/// Lets this process show a weak key or a weakly signed certificate, which OpenSSL's default security level forbids. Whom the
/// process believes is not touched: that is decided by our own validator.
/// </summary>
public static partial class WeakCryptography
{
    private const string Variable = "OPENSSL_CONF";
    private const string File = "weak-cryptography.cnf";

    /// <summary>Allows it. To be called before anything else, since OpenSSL reads its configuration when it is first used.</summary>
    public static void Allow()
    {
        // Not Environment.SetEnvironmentVariable, which changes .NET's copy of the environment, and not that of the process.
        if (OperatingSystem.IsLinux()) _ = SetVariable(Variable, Path.Combine(AppContext.BaseDirectory, File), overwrite: 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
