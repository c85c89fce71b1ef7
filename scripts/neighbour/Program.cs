using Neighbour;

// Another service of the platform, for a developer's terminal: it calls gRPC and looks at events. Not part of the product.
try
{
    return args switch
    {
        ["call", var address, var method, var request] => await Call.RunAsync(new Uri(address), method, request),
        ["events", var broker, var subject] => await WaitingEvents.ShowAsync(new Uri(broker), subject),
        _ => Usage(),
    };
}
catch (Exception e) when (e is Grpc.Core.RpcException or RabbitMQ.Client.Exceptions.RabbitMQClientException or Google.Protobuf.InvalidProtocolBufferException)
{
    await Console.Error.WriteLineAsync(e is Grpc.Core.RpcException refusal ? Call.Explain(refusal) : e.Message);
    return 1;
}

static int Usage()
{
    Console.Error.WriteLine(
        """
        usage: neighbour call ADDRESS Service.Method JSON    one call, with the service token of the variable SERVICE_TOKEN
               neighbour events AMQP-ADDRESS USER-ID         what waits in user.events.unrouted about a user; takes nothing away
        """);
    return 2;
}
