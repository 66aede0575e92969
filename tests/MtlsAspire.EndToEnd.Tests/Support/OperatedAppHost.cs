namespace MtlsAspire.EndToEnd.Tests.Support;

/// <summary>One AppHost for the tests that change it: they run one after the other, and leave everything running.</summary>
public sealed class OperatedAppHost : SharedAppHost;
