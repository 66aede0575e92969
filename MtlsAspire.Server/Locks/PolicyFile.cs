using Microsoft.Extensions.Configuration.Json;
using MtlsAspire.Server.Boxes;
using MtlsAspire.ServiceDefaults;

namespace MtlsAspire.Server.Locks;

/// <summary>The JSON file with a box's locks, which is read again whenever it changes.</summary>
internal sealed class PolicyFile
{
    private const int ReloadDelayMilliseconds = 100;

    private string? _problem;

    private PolicyFile()
    {
    }

    /// <summary>Adds the file that <c>Box:Policy</c> names, if any, to the configuration: it has the last word.</summary>
    /// <exception cref="ConfigurationException">The file is missing, or no JSON.</exception>
    public static PolicyFile AddTo(IConfigurationManager configuration)
    {
        const string Key = $"{BoxOptions.Section}:Policy";
        var policy = new PolicyFile();
        if (configuration[Key] is not { Length: > 0 } path) return policy;

        var isRunning = false;
        var source = new JsonConfigurationSource
        {
            Path = Path.GetFullPath(path),
            ReloadOnChange = true,
            ReloadDelay = ReloadDelayMilliseconds,
            OnLoadException = context =>
            {
                var isMissing = context.Exception is FileNotFoundException;
                var problem = $"{Key}: file '{path}' {(isMissing ? "does not exist" : $"cannot be read ({context.Exception.GetBaseException().Message.TrimEnd('.')})")}; correct the path or the file.";
                if (!isRunning) throw new ConfigurationException(problem, context.Exception);
                // The provider goes on with nothing, which is no lock at all: whoever reads the locks refuses that.
                policy._problem = problem;
                context.Ignore = true;
            },
        };
        source.ResolveFileProvider();
        configuration.Add(source);
        isRunning = true;
        return policy;
    }

    /// <summary>Why the file could not be read at its last change; <c>null</c> if it could. Tells it once.</summary>
    public string? TakeProblem() => Interlocked.Exchange(ref _problem, value: null);
}
