using System.Globalization;

namespace MtlsAspire.TestSupport;

/// <summary>How long or how often a test does what it could do for ever: little by default, more by the environment.</summary>
public static class TestSize
{
    /// <summary>A size.</summary>
    /// <param name="variable">The environment variable that sets it, a number above zero.</param>
    /// <param name="usual">What it is where that is not set.</param>
    /// <exception cref="InvalidOperationException">The variable is set to something else.</exception>
    public static double Read(string variable, double usual) => Environment.GetEnvironmentVariable(variable) switch
    {
        null or "" => usual,
        var text when double.TryParse(text, CultureInfo.InvariantCulture, out var size) && size > 0 => size,
        var text => throw new InvalidOperationException($"{variable}: '{text}' is not a number above zero."),
    };
}
