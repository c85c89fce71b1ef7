namespace UserService.Core.Accounts;

/// <summary>What a client says of the device it runs on; shown to the customer, never trusted.</summary>
/// <param name="Name">1 to 100 characters, such as <c>Ada's phone</c>.</param>
/// <param name="Platform">1 to 40 characters, such as <c>ios</c>, <c>android</c> or <c>web</c>.</param>
public sealed record DeviceDescription(string? Name, string? Platform);
