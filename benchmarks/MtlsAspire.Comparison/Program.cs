using MtlsAspire.Comparison;
using MtlsAspire.Comparison.Servers;

// "serve" is the service that is compared; it runs in a process of its own.
return args is ["serve", .. var settings]
    ? await OurService.RunAsync(settings)
    : await ComparisonCommand.RunAsync(args);
