using MtlsAspire.Pki.Configuration.Json;

namespace MtlsAspire.Pki.Configuration;

/// <summary>Collects what is wrong with a <c>pki.json</c>.</summary>
internal sealed class ConfigurationErrors(string file)
{
    private readonly List<(JsonPlace Place, string Text)> _errors = [];

    /// <summary>Adds an error.</summary>
    /// <param name="place">Where.</param>
    /// <param name="message">What is wrong, and what to write.</param>
    public void Add(JsonPlace place, string message) => _errors.Add((place, $"{file}:{place.Line}:{place.Column}: {place.Path}: {message}"));

    /// <summary>Throws if there are errors.</summary>
    /// <exception cref="InvalidConfigurationException">There are.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
        {
            throw new InvalidConfigurationException([.. _errors.OrderBy(error => (error.Place.Line, error.Place.Column)).Select(error => error.Text)]);
        }
    }
}
