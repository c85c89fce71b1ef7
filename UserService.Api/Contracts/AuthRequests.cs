using System.ComponentModel.DataAnnotations;

namespace UserService.Api.Contracts;

/// <summary>Opens an account, with an e-mail address, a telephone number, or both.</summary>
internal sealed record RegisterRequest
{
    /// <summary>E-mail address, at most 254 characters. A code goes there. Required where there is no <c>phoneNumber</c>.</summary>
    public string? Email { get; init; }

    /// <summary>10 to 256 code points, any characters; refused when it is commonly used, breached, easily guessed or made of personal data.</summary>
    [Required]
    public string? Password { get; init; }

    /// <summary>1 to 100 characters.</summary>
    [Required]
    public string? FirstName { get; init; }

    /// <summary>1 to 100 characters.</summary>
    [Required]
    public string? LastName { get; init; }

    /// <summary>In international notation, or in that of <c>country</c>. Required where there is no <c>email</c>; the code goes there then.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>ISO 3166-1 alpha-2, such as <c>NG</c>.</summary>
    [Required]
    public string? Country { get; init; }

    /// <summary>The version of the terms that was shown and accepted, 1 to 40 characters.</summary>
    [Required]
    public string? AcceptedTermsVersion { get; init; }
}

/// <summary>The device that a client runs on, in words for its owner.</summary>
internal sealed record DeviceRequest
{
    /// <summary>1 to 100 characters, such as <c>Ada's phone</c>.</summary>
    public string? Name { get; init; }

    /// <summary>1 to 40 characters, such as <c>ios</c>, <c>android</c> or <c>web</c>.</summary>
    public string? Platform { get; init; }
}

/// <summary>Proves the address or number of a new account.</summary>
internal sealed record VerifyRequest
{
    /// <summary>From the answer to the registration.</summary>
    [Required]
    public Guid? RegistrationId { get; init; }

    /// <summary>Six digits from the message.</summary>
    [Required]
    public string? Code { get; init; }

    public DeviceRequest? Device { get; init; }
}

/// <summary>Asks for the code again.</summary>
internal sealed record ResendRequest
{
    /// <summary>From the answer to the registration.</summary>
    [Required]
    public Guid? RegistrationId { get; init; }
}

/// <summary>Signs in.</summary>
internal sealed record LoginRequest
{
    /// <summary>E-mail address or telephone number in international notation, in any spelling.</summary>
    [Required]
    public string? Identifier { get; init; }

    [Required]
    public string? Password { get; init; }

    /// <summary>From an earlier sign-in on this device; spares the second factor while the device is trusted.</summary>
    public string? DeviceToken { get; init; }

    public DeviceRequest? Device { get; init; }
}

/// <summary>Exchanges a refresh token for new tokens.</summary>
internal sealed record RefreshRequest
{
    [Required]
    public string? RefreshToken { get; init; }
}
