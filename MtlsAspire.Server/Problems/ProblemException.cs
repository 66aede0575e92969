namespace MtlsAspire.Server.Problems;

/// <summary>Ends a request with a problem.</summary>
/// <param name="problem">The problem.</param>
/// <param name="innerException">What was caught, if anything.</param>
internal sealed class ProblemException(BoxProblem problem, Exception? innerException = null) : Exception(problem.Detail, innerException)
{
    public BoxProblem Problem { get; } = problem;
}
