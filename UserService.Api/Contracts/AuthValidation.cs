using UserService.Core.Accounts;
using UserService.Core.Authentication;
using UserService.Core.Authentication.Passwords;
using UserService.Core.Errors;

namespace UserService.Api.Contracts;

/// <summary>Turns requests into commands, or notes what is wrong with them. All faults are told at once.</summary>
internal static class AuthValidation
{
    public static RegisterCommand? ToCommand(this RegisterRequest request, PasswordPolicy policy, FieldErrors errors)
    {
        var email = request.Email is null ? null : errors.Parse<EmailAddress>("email", request.Email, EmailAddress.TryCreate, "Not an e-mail address.");
        var password = errors.Parse<Password>("password", request.Password, Password.TryCreate, "10 to 256 characters are needed.");
        var firstName = errors.Parse<PersonName>("firstName", request.FirstName, PersonName.TryCreate, PersonName.Fault);
        var lastName = errors.Parse<PersonName>("lastName", request.LastName, PersonName.TryCreate, PersonName.Fault);
        var country = errors.Parse<CountryCode>("country", request.Country, CountryCode.TryCreate, "Not an ISO 3166-1 alpha-2 code.");
        var terms = errors.Text("acceptedTermsVersion", request.AcceptedTermsVersion, 40);
        PhoneNumber? phone = null;
        if (request.PhoneNumber is not null && !PhoneNumber.TryCreate(request.PhoneNumber, country?.Value, out phone))
            errors.Add("phoneNumber", "Not a telephone number that exists.");
        foreach (var contact in request is { Email: null, PhoneNumber: null } ? (string[])["email", "phoneNumber"] : [])
            errors.Add(contact, "An e-mail address or a telephone number is needed.");
        errors.Judge("password", password, policy, PersonalWords.Of(email?.Value, phone, firstName?.Value, lastName?.Value));
        return errors.None ? new RegisterCommand(new NewUser(email, phone, firstName!, lastName!, country!, terms!), password!) : null;
    }

    public static DeviceDescription? ToDescription(this DeviceRequest? device, FieldErrors errors)
    {
        if (device is null)
            return null;
        return new DeviceDescription(errors.OptionalText("device.name", device.Name, 100), errors.OptionalText("device.platform", device.Platform, 40));
    }

    public static LoginCommand? ToCommand(this LoginRequest request, FieldErrors errors)
    {
        // Only what no identifier or password can be is told apart; everything else is "invalid_credentials" alike.
        var identifier = errors.Text("identifier", request.Identifier, EmailAddress.MaxLength);
        var password = errors.Text("password", request.Password, Password.HardMaximum);
        var deviceToken = errors.OptionalText("deviceToken", request.DeviceToken, 128);
        var device = request.Device.ToDescription(errors);
        return errors.None ? new LoginCommand(identifier!, password!, deviceToken, device) : null;
    }
}
