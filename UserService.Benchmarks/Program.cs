using BenchmarkDotNet.Running;
using UserService.Benchmarks.Limits;

namespace UserService.Benchmarks;

/// <summary>The hot pieces by themselves (BenchmarkDotNet), and the limits that scripts/bench.sh measures the service beside.</summary>
internal static class BenchmarkProgram
{
    public static async Task<int> Main(string[] args)
    {
        return args switch
        {
            ["limit", "http", .. var rest] => await HttpLimit.RunAsync(rest),
            ["limit", "grpc", var tokenFile, .. var rest] => await GrpcLimit.RunAsync(tokenFile, rest),
            ["limit", "argon2id", var threads, var seconds] => Argon2idLimit.Run(threads, seconds),
            ["limit", "publish", var broker, var seconds] => await PublishLimit.RunAsync(new Uri(broker), seconds),
            ["customers", var count, var tokens, var file] => await SignedInCustomers.WriteAsync(count, tokens, file),
            ["calls", var address, var method, var file, var connections, .. var bearer] => await TokenCalls.RunAsync(new Uri(address), method, file, connections, bearer is [var token] ? token : null),
            ["reads", "grpc", var address, var method, var file, var connections, var seconds, var bearer] => await MixedReads.CallAsync(new Uri(address), method, file, connections, seconds, bearer),
            ["reads", "http", var address, var file, var connections, var seconds] => await MixedReads.GetAsync(new Uri(address), file, connections, seconds),
            ["limit" or "reads", ..] => Usage(),
            _ => RunPieces(args),
        };
    }

    private static int RunPieces(string[] args)
    {
        BenchmarkSwitcher.FromAssembly(typeof(BenchmarkProgram).Assembly).Run(args);
        return 0;
    }

    private static int Usage()
    {
        Console.Error.WriteLine(
            """
            usage: benchmarks [BenchmarkDotNet's options, such as --filter '*' or --list flat]
                   benchmarks customers COUNT TOKENS FILE           signs in seeded customers of the database that is configured, a line of id and access tokens each
                   benchmarks calls ADDRESS METHOD FILE CONNECTIONS [BEARER]   sends each token of the file once to a gRPC method
                   benchmarks reads grpc ADDRESS METHOD FILE CONNECTIONS SECONDS BEARER   asks a gRPC method for the ids of the file, again and again
                   benchmarks reads http ADDRESS FILE CONNECTIONS SECONDS          the same with GET ADDRESS/id
                   benchmarks limit http [--urls URL]               bare Kestrel; with ConnectionStrings__userdb also one SELECT, and one UPDATE, by key
                   benchmarks limit grpc TOKEN-FILE [--urls URL]     bare gRPC that checks an ES256 token on each call; writes one it accepts
                   benchmarks limit argon2id THREADS SECONDS         hashes with the service's parameters, and nothing else
                   benchmarks limit publish AMQP-ADDRESS SECONDS     persistent messages with confirms, in batches of 500
            """);
        return 2;
    }
}
