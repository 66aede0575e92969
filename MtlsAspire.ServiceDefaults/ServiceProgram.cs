using Microsoft.AspNetCore.Connections;

namespace MtlsAspire.ServiceDefaults;

/// <summary>What every service's <c>Program.cs</c> is run by.</summary>
public static class ServiceProgram
{
    /// <summary>
    /// Runs a service. A <see cref="ConfigurationException"/> becomes one line on standard error instead of a stack trace.
    /// </summary>
    /// <param name="run">Builds and runs the service until it is stopped.</param>
    /// <returns>The process's exit code: 0 when the service was stopped, 1 when it could not start.</returns>
    public static async Task<int> RunAsync(Func<Task> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        try
        {
            await run();
            return 0;
        }
        catch (ConfigurationException exception)
        {
            return await FailAsync(exception.Message);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            return await FailAsync($"{exception.Message} Stop the process that uses it, or set ASPNETCORE_URLS to a free port.");
        }
    }

    private static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return 1;
    }
}
