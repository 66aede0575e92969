using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;

namespace MtlsAspire.TestSupport;

/// <summary>Runs programs to their end and returns what they wrote.</summary>
public static class ProcessRunner
{
    /// <summary>How long a program may take unless told otherwise.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    /// <summary>The host that runs the tests, for programs that start a .NET program in a way of their own.</summary>
    public static string DotnetHost => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Runs a program, feeds it <paramref name="input"/> and waits for its end.</summary>
    /// <param name="fileName">The program: a path, or a name to be found on the <c>PATH</c>.</param>
    /// <param name="arguments">The arguments, unquoted.</param>
    /// <param name="input">What the program reads from standard input, which is closed after it; null for nothing.</param>
    /// <param name="workingDirectory">Where it runs; null for the current directory.</param>
    /// <param name="environment">Variables to set, or with a null value to remove.</param>
    /// <param name="timeout">How long it may take; null for <see cref="DefaultTimeout"/>.</param>
    /// <exception cref="TimeoutException">The program took too long; it and its children have been killed.</exception>
    public static async Task<ProcessResult> RunAsync(
        string fileName,
        IEnumerable<string> arguments,
        string? input = null,
        string? workingDirectory = null,
        IReadOnlyDictionary<string, string?>? environment = null,
        TimeSpan? timeout = null)
    {
        using var process = Start(fileName, arguments, workingDirectory, environment);
        using var deadline = new CancellationTokenSource(timeout ?? DefaultTimeout);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            await WriteInputAsync(process, input, deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return new ProcessResult(CommandLine(process.StartInfo), process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException exception) when (deadline.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"`{CommandLine(process.StartInfo)}` did not finish in time", exception);
        }
    }

    /// <summary>Runs a .NET program in a process of its own, with the host that runs the tests.</summary>
    /// <param name="assembly">The program's assembly, for example <c>typeof(PkiBootstrap).Assembly</c>.</param>
    /// <param name="arguments">The arguments, unquoted.</param>
    /// <param name="input">As in <see cref="RunAsync"/>.</param>
    /// <param name="workingDirectory">As in <see cref="RunAsync"/>.</param>
    /// <param name="environment">As in <see cref="RunAsync"/>.</param>
    /// <param name="timeout">As in <see cref="RunAsync"/>.</param>
    public static Task<ProcessResult> RunDotnetAsync(
        Assembly assembly,
        IEnumerable<string> arguments,
        string? input = null,
        string? workingDirectory = null,
        IReadOnlyDictionary<string, string?>? environment = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return RunAsync(DotnetHost, ["exec", assembly.Location, .. arguments], input, workingDirectory, environment, timeout);
    }

    /// <summary>Starts a .NET program without waiting for it; the caller ends and disposes the process.</summary>
    /// <param name="assembly">The program's assembly.</param>
    /// <param name="arguments">The arguments, unquoted.</param>
    /// <param name="workingDirectory">As in <see cref="RunAsync"/>.</param>
    /// <param name="environment">As in <see cref="RunAsync"/>.</param>
    /// <returns>The running process; all three standard streams are redirected.</returns>
    public static Process StartDotnet(
        Assembly assembly,
        IEnumerable<string> arguments,
        string? workingDirectory = null,
        IReadOnlyDictionary<string, string?>? environment = null)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return Start(DotnetHost, ["exec", assembly.Location, .. arguments], workingDirectory, environment);
    }

    /// <summary>Starts a program without waiting for it; the caller ends and disposes the process.</summary>
    /// <param name="fileName">As in <see cref="RunAsync"/>.</param>
    /// <param name="arguments">The arguments, unquoted.</param>
    /// <param name="workingDirectory">As in <see cref="RunAsync"/>.</param>
    /// <param name="environment">As in <see cref="RunAsync"/>.</param>
    /// <returns>The running process; all three standard streams are redirected.</returns>
    public static Process Start(
        string fileName,
        IEnumerable<string> arguments,
        string? workingDirectory = null,
        IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(fileName, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = workingDirectory ?? string.Empty,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>(0, StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Reads what a started program writes to standard output and standard error, line by line, from now on.</summary>
    /// <param name="process">The program; from <see cref="StartDotnet"/> or <see cref="Start"/>.</param>
    /// <returns>The lines so far, of both streams; it grows.</returns>
    public static IReadOnlyCollection<string> CollectLines(Process process)
    {
        ArgumentNullException.ThrowIfNull(process);
        var lines = new ConcurrentQueue<string>();
        process.OutputDataReceived += Collect;
        process.ErrorDataReceived += Collect;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return lines;

        void Collect(object sender, DataReceivedEventArgs data)
        {
            if (data.Data is { } line) lines.Enqueue(line);
        }
    }

    private static async Task WriteInputAsync(Process process, string? input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading all of it: its exit code and output tell the story.
        }
    }

    private static string CommandLine(ProcessStartInfo start) => string.Join(' ', start.ArgumentList.Prepend(start.FileName));
}
