using System.Text;
using Grpc.Core;

namespace UserService.Benchmarks.Limits;

/// <summary>Calls of any unary gRPC method whose request has a string as its first field, without its generated client.</summary>
internal static class UnaryCalls
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);

    /// <param name="path">Such as <c>/banking.users.v1.Auth/ValidateToken</c>.</param>
    public static Method<byte[], byte[]> Of(string path) => new(MethodType.Unary, path[..path.LastIndexOf('/')].TrimStart('/'), path[(path.LastIndexOf('/') + 1)..], Bytes, Bytes);

    /// <summary>A message with this text as field 1.</summary>
    public static byte[] Message(string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        return [0x0A, (byte)(bytes.Length & 0x7F | 0x80), (byte)(bytes.Length >> 7), .. bytes];
    }
}
