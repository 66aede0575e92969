namespace MtlsAspire.Server.Transformations;

/// <summary>Something that can be done with data inside the processing box. A new one is a class and a line where the box is put together.</summary>
internal interface ITransformation
{
    /// <summary>The name by which runs ask for it.</summary>
    string Name { get; }

    /// <summary>What it does and which parameters it takes, as one sentence.</summary>
    string Summary { get; }

    /// <summary>Does it.</summary>
    /// <param name="input">What goes in.</param>
    /// <param name="parameters">The parameters of the run.</param>
    /// <returns>What comes out.</returns>
    /// <exception cref="TransformationException">The input or a parameter does not fit.</exception>
    TransformationOutput Apply(TransformationInput input, TransformationParameters parameters);
}
