#nullable enable

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using System.Threading;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Installs the Aspire runtime from npm, unless it is there. Any number of builds may run this at once: one installs, the
/// others wait. What an interrupted run has left is removed by the next. Compiled by MSBuild, against .NET Standard 2.0.
/// </summary>
public sealed class InstallAspireRuntime : Task, ICancelableTask, IDisposable
{
    // The download and what is extracted from it: both are there for a while.
    private const long NeededMegabytes = 450;

    private const string WayOut =
        "Or use an Aspire runtime installed elsewhere: set ASPIRE_DCP_PATH to the directory of dcp and ASPIRE_DASHBOARD_PATH to the file aspire-managed.";

    private static readonly TimeSpan LockPollInterval = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _cancelled = new CancellationTokenSource();

    /// <summary>The version of Aspire.</summary>
    [Required]
    public string Version { get; set; } = "";

    /// <summary>The directory to install into; what else is in it is deleted.</summary>
    [Required]
    public string Directory { get; set; } = "";

    /// <summary>The file in <see cref="Directory"/> that is written last.</summary>
    [Required]
    public string Marker { get; set; } = "";

    /// <summary>The programs that must be there at the end.</summary>
    [Required]
    public string[] Programs { get; set; } = Array.Empty<string>();

    private bool IsComplete => File.Exists(Marker) && Programs.All(File.Exists);

    /// <inheritdoc />
    public override bool Execute()
    {
        try
        {
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(Directory)!);
            using (TakeLock(Directory + ".lock"))
            {
                if (!IsComplete)
                {
                    InstallOrCleanUp();
                }
            }
        }
        catch (OperationCanceledException)
        {
            Log.LogError($"The installation of the Aspire runtime {Version} was cancelled; the next build does it again.");
        }
        catch (InstallationException e)
        {
            Log.LogError($"The Aspire runtime {Version} cannot be installed: {e.Message} {WayOut}");
        }
        catch (Exception e) when (e is IOException || e is UnauthorizedAccessException)
        {
            Log.LogError($"The Aspire runtime {Version} cannot be installed in {Directory}: {Sentence(e.Message)} {WayOut}");
        }

        return !Log.HasLoggedErrors;
    }

    /// <inheritdoc />
    public void Cancel() => _cancelled.Cancel();

    /// <inheritdoc />
    public void Dispose() => _cancelled.Dispose();

    // The system releases it when the process ends, however that happens. The file itself stays.
    private FileStream TakeLock(string path)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            _cancelled.Token.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                if (isFirst)
                {
                    Log.LogMessage(MessageImportance.High, "Waiting for another build that installs the Aspire runtime ...");
                }

                _cancelled.Token.WaitHandle.WaitOne(LockPollInterval);
            }
        }
    }

    private void InstallOrCleanUp()
    {
        try
        {
            Install();
        }
        catch
        {
            TryDelete();
            throw;
        }
    }

    private void Install()
    {
        var package = $"@microsoft/aspire-cli-{RuntimeIdentifier()}";
        var npm = FindOnPath(IsWindows ? "npm.cmd" : "npm")
            ?? throw new InstallationException("npm is not on the PATH. Install Node.js, which has npm.");

        Log.LogMessage(MessageImportance.High, $"Installing the Aspire runtime {Version} from npm (about 145 MB, once) ...");
        var clock = Stopwatch.StartNew();
        Delete();
        var download = Path.Combine(Directory, "npm");
        System.IO.Directory.CreateDirectory(download);
        CheckDiskSpace();

        Run(
            npm,
            $"install --prefix {Quote(download)} --ignore-scripts --no-audit --no-fund --json --loglevel=error " +
            $"--fetch-retry-factor=2 --fetch-retry-mintimeout=1000 {package}@{Version}",
            output => throw new InstallationException(NpmSummary(output) is string summary
                ? $"npm could not download {package}: {summary} Check the network, and npm's registry and proxy settings."
                : $"npm does not work: {LastLine(output)} Install Node.js, which has npm."));

        var cli = Path.Combine(download, "node_modules", package.Replace('/', Path.DirectorySeparatorChar), "bin", IsWindows ? "aspire.exe" : "aspire");
        Run(
            cli,
            $"setup --install-path {Quote(Directory)} --non-interactive --nologo",
            output => throw new InstallationException($"'aspire setup' failed: {LastLine(output)}"));
        if (Programs.FirstOrDefault(p => !File.Exists(p)) is string missing)
        {
            throw new InstallationException($"'aspire setup' has not installed {missing}.");
        }

        System.IO.Directory.Delete(download, recursive: true);
        File.WriteAllText(Marker, Version + Environment.NewLine);
        var place = Path.Combine(Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(Directory)))!, Path.GetFileName(Path.GetDirectoryName(Directory))!);
        Log.LogMessage(MessageImportance.High, $"Aspire runtime {Version} installed in {place} ({clock.Elapsed.TotalSeconds:0} s).");
    }

    private void CheckDiskSpace()
    {
        var drive = new DriveInfo(IsWindows ? Path.GetPathRoot(Directory)! : Directory);
        var free = drive.AvailableFreeSpace / 1_000_000;
        if (free < NeededMegabytes)
        {
            throw new InstallationException($"{NeededMegabytes} MB of disk space are needed in {Directory}, and {free} MB are free.");
        }
    }

    private void Run(string program, string arguments, Action<IReadOnlyCollection<string>> failed)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // After extracting, the CLI looks for the result in these places, not in the one it was told to install to.
        start.Environment["ASPIRE_HOME"] = Directory;
        start.Environment["ASPIRE_LAYOUT_PATH"] = Directory;
        start.Environment["ASPIRE_CLI_TELEMETRY_OPTOUT"] = "true";
        start.Environment["NO_COLOR"] = "1";
        start.Environment.Remove("ASPIRE_DCP_PATH");
        start.Environment.Remove("ASPIRE_DASHBOARD_PATH");

        var output = new ConcurrentQueue<string>();
        using (var process = new Process { StartInfo = start })
        {
            process.OutputDataReceived += (_, e) => Keep(e.Data);
            process.ErrorDataReceived += (_, e) => Keep(e.Data);
            try
            {
                process.Start();
            }
            catch (Win32Exception e)
            {
                throw new InstallationException($"{program} cannot be run: {Sentence(e.Message)}");
            }

            process.StandardInput.Close();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            using (_cancelled.Token.Register(() => Kill(process)))
            {
                process.WaitForExit();
            }

            _cancelled.Token.ThrowIfCancellationRequested();
            if (process.ExitCode != 0)
            {
                failed(output);
            }
        }

        void Keep(string? line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                Log.LogMessage(MessageImportance.Low, "{0}", line);
                output.Enqueue(line!);
            }
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended meanwhile.
        }
    }

    // A leftover of an interrupted run, or of a repository that has been moved.
    private void Delete()
    {
        if (System.IO.Directory.Exists(Directory))
        {
            File.Delete(Marker); // first: what is half deleted must not look complete
            System.IO.Directory.Delete(Directory, recursive: true);
        }
    }

    private void TryDelete()
    {
        try
        {
            Delete();
        }
        catch (Exception e) when (e is IOException || e is UnauthorizedAccessException)
        {
            Log.LogMessage(MessageImportance.Low, "{0}", e.Message); // the next run tries again; the error that led here is the one to report
        }
    }

    private static bool IsWindows => RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    private static string RuntimeIdentifier()
    {
        var system =
            IsWindows ? "win" :
            RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "osx" :
            !RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? "unknown" :
            System.IO.Directory.EnumerateFiles("/lib", "ld-musl-*").Any() ? "linux-musl" :
            "linux";
        var identifier = $"{system}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
        return identifier switch
        {
            "linux-x64" or "linux-arm64" or "linux-musl-x64" or "osx-x64" or "osx-arm64" or "win-x64" or "win-arm64" => identifier,
            _ => throw new InstallationException($"there is none for this platform ({identifier}, {RuntimeInformation.OSDescription.Trim()})."),
        };
    }

    private static string? FindOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(d => d.Length > 0)
            .Select(d => Path.Combine(d.Trim('"'), program))
            .FirstOrDefault(File.Exists);

    private static string Quote(string path) => $"\"{path}\"";

    // With --json npm reports {"error":{"code":…,"summary":…,"detail":…}}. Where npm itself cannot run, there is just text.
    private static string? NpmSummary(IReadOnlyCollection<string> output)
    {
        var summary = Regex.Match(string.Join("\n", output), "\"summary\":\\s*\"(?<text>(?:[^\"\\\\]|\\\\.)+)\"");
        return summary.Success ? Sentence(Regex.Unescape(summary.Groups["text"].Value).Split('\n')[0]) : null;
    }

    // The Aspire CLI's very last line names a log file, which goes with the failed installation.
    private static string LastLine(IReadOnlyCollection<string> output) =>
        Sentence(output.LastOrDefault(l => !l.Contains("See logs at")) ?? "it gives no reason");

    private static string Sentence(string text) => Regex.Replace(text, "\u001b\\[[0-9;]*[A-Za-z]", "").Trim().TrimEnd('.') + "."; // without colours

    private sealed class InstallationException : Exception
    {
        public InstallationException(string message)
            : base(message)
        {
        }
    }
}
