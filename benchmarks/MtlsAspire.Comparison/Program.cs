using System.Globalization;
using MtlsAspire.Comparison;
using MtlsAspire.Comparison.Servers;

// The services that are compared run in processes of their own.
return args switch
{
    ["serve", .. var settings] => await OurService.RunAsync(settings),
    ["serve-plain", var certs, var port] => await PlainKestrelService.RunAsync(certs, int.Parse(port, CultureInfo.InvariantCulture)),
    _ => await ComparisonCommand.RunAsync(args),
};
