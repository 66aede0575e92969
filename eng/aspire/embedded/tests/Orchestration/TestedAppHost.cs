using System.Reflection;
using Aspire.Hosting;

namespace Embedded.Aspire.Tests.Orchestration;

/// <summary>Stands for the assembly of an AppHost: this one, with a method of a test as its Main.</summary>
internal sealed class TestedAppHost(string main) : Assembly
{
    /// <summary>What <see cref="Failing"/> throws.</summary>
    public const string Problem = "no such setting";

    private static Assembly Tests => typeof(TestedAppHost).Assembly;

    public override MethodInfo? EntryPoint => typeof(TestedAppHost).GetMethod(main, BindingFlags.Static | BindingFlags.NonPublic);

    public override AssemblyName GetName() => Tests.GetName();

    public override object[] GetCustomAttributes(Type attributeType, bool inherit) => Tests.GetCustomAttributes(attributeType, inherit);

    internal static void Usual(string[] args)
    {
        var builder = DistributedApplication.CreateBuilder(args);
        builder.AddShell("app").WithHttpEndpoint(port: 80, env: "PORT").WithEnvironment("GREETING", builder.AddParameter("greeting"));
        using var app = builder.Build();
        app.Run();
    }

    internal static void Failing() => throw new InvalidOperationException(Problem);

    internal static void Idle()
    {
        // Builds nothing.
    }
}
