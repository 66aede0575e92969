using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Aspire.Hosting.Dcp;

/// <summary>Runs <c>dcp start-apiserver --detach</c>, which starts the real DCP in a process session of its own and ends.</summary>
internal static class DcpLauncher
{
    private static readonly TimeSpan LauncherTimeout = TimeSpan.FromSeconds(30);

    // They are the AppHost's own; what DCP starts would inherit them.
    private static readonly string[] RemovedVariables =
        ["ASPNETCORE_URLS", "DOTNET_LAUNCH_PROFILE", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPIRE_LOGLEVEL"];

    /// <summary>Starts DCP. It is not ready yet when this returns, and says no more if anything goes wrong then.</summary>
    /// <exception cref="DistributedApplicationException">It cannot be started.</exception>
    public static async Task RunAsync(
        DcpOptions options, string session, string kubeConfigPath, DcpCertificate certificate, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(options.DcpPath)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "start-apiserver", "--detach",
                "--monitor", options.MonitoredProcessId.ToString(CultureInfo.InvariantCulture),
                "--monitor-interval", "1",
                "--kubeconfig", kubeConfigPath,
                "--tls-cert-file", certificate.CertificatePath,
                "--tls-key-file", certificate.KeyPath,
            },
        };
        foreach (var variable in RemovedVariables)
        {
            start.Environment.Remove(variable);
        }

        start.Environment["DCP_SESSION_FOLDER"] = session;
        if (!OperatingSystem.IsWindows() && !IsWritable(start.Environment.TryGetValue("HOME", out var home) ? home : null))
        {
            start.Environment["HOME"] = session; // without one DCP ends with a panic
        }

        using var process = Start(start);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(LauncherTimeout);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
            await Task.WhenAll(error, output).WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new DistributedApplicationException($"{options.DcpPath} has not started within {LauncherTimeout.TotalSeconds} s.", e);
        }

        if (process.ExitCode != 0)
        {
            throw new DistributedApplicationException(
                $"The Developer Control Plane has not started ({options.DcpPath}, exit code {process.ExitCode}): {Reason(await error, await output)}");
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new DistributedApplicationException(
                $"{start.FileName} cannot be run: {e.Message}. (Only the user who installed the Aspire runtime can run it.)", e);
        }
    }

    private static bool IsWritable(string? directory)
    {
        if (!Directory.Exists(directory))
        {
            return false;
        }

        try
        {
            var probe = Path.Combine(directory, Path.GetRandomFileName());
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // A usage text may follow the error, and log lines precede it.
    private static string Reason(string error, string output)
    {
        var lines = (error + '\n' + output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.FirstOrDefault(l => l.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? lines.FirstOrDefault() ?? "it gives no reason";
    }
}
