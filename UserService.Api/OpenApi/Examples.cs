using System.Collections.Frozen;

namespace UserService.Api.OpenApi;

/// <summary>What bodies look like, by the name of their schema. Tokens are shortened.</summary>
internal static class Examples
{
    private const string Session =
        """
        {
          "status": "authenticated",
          "accessToken": "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9…", "tokenType": "Bearer", "expiresIn": 300,
          "refreshToken": "rt_AaIGJWqHd-6PWaF9I5gTFgAAAAA…", "refreshExpiresIn": 1800,
          "sessionId": "01a20625-6a87-77ee-8f59-a17d23981316", "deviceToken": "dt_AGZdpqv-7d3S_yzkiKB3…",
          "user": { "id": "01a20625-668a-74f4-ad3f-de40a4e7692c", "email": "ada@example.com", "firstName": "Ada", "lastName": "Obi", "status": "active", "kycTier": 0 }
        }
        """;

    private const string Profile =
        """
        {
          "id": "01a20625-668a-74f4-ad3f-de40a4e7692c", "email": "ada@example.com", "emailVerified": true, "phoneNumber": "+2348031234567", "phoneVerified": false,
          "firstName": "Ada", "lastName": "Obi", "displayName": null, "country": "NG", "locale": "en-NG", "status": "active", "kycTier": 0,
          "createdAt": "2026-11-23T02:04:04.106566+00:00", "updatedAt": "2026-11-23T02:04:05.791709+00:00"
        }
        """;

    private const string Sessions =
        """
        {
          "items": [{
            "id": "01a20625-6a87-77ee-8f59-a17d23981316", "current": true, "deviceId": "01a20625-6a87-7403-8ddf-28d3c5598539", "name": null, "deviceName": "Ada's phone", "platform": "ios",
            "address": "192.0.2.7", "userAgent": "BankingApp/4.2", "acr": "aal2",
            "createdAt": "2026-11-23T02:04:05.127455+00:00", "lastSeenAt": "2026-11-23T02:04:05.127455+00:00", "expiresAt": "2026-11-23T02:34:05.127455+00:00"
          }]
        }
        """;

    private const string Devices =
        """
        {
          "items": [{
            "id": "01a20625-6a87-7403-8ddf-28d3c5598539", "name": "Ada's phone", "platform": "ios", "address": "192.0.2.7",
            "firstSeenAt": "2026-11-23T02:04:05.127455+00:00", "lastSeenAt": "2026-11-23T02:04:06.556589+00:00", "trustedUntil": "2027-02-21T02:04:05.127455+00:00"
          }]
        }
        """;

    private const string Keys =
        """
        { "keys": [{ "kty": "EC", "use": "sig", "alg": "ES256", "crv": "P-256", "kid": "8223_6wxpatPCPXJBz4-tAUAWU6_49th-iNAWi_ciUk", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0" }] }
        """;

    private const string Kyc =
        """
        {
          "tier": 1, "grantedAt": "2026-11-23T04:30:11.301554+00:00", "limits": { "currency": "NGN", "single": null, "daily": 5000000, "balance": 30000000 }, "renewal": null,
          "case": { "id": "01a20c66-11f2-7d0b-9a5e-0c8b5c1f6a77", "targetTier": 1, "state": "approved", "submittedAt": "2026-11-23T04:30:11.2+00:00", "decidedAt": "2026-11-23T04:30:11.301554+00:00", "reason": null, "message": null },
          "checks": [{ "id": "01a20c65-fb10-7b61-8c0d-3f8b3f1d2a90", "kind": "bvn", "state": "passed", "reason": null, "message": null, "continueUrl": null, "createdAt": "2026-11-23T04:30:05.1+00:00", "decidedAt": "2026-11-23T04:30:06.0+00:00" }],
          "restrictions": [],
          "next": { "tier": 2, "limits": { "currency": "NGN", "single": null, "daily": 20000000, "balance": 50000000 }, "requirements": [{ "anyOf": ["bvn"], "state": "passed", "message": null }, { "anyOf": ["nin"], "state": "missing", "message": null }, { "anyOf": ["watchlist"], "state": "missing", "message": null }] }
        }
        """;

    public static readonly FrozenDictionary<string, string> BySchema = new Dictionary<string, string>
    {
        ["RegisterRequest"] = """{ "email": "ada@example.com", "password": "plum-Anchor-73-violet", "firstName": "Ada", "lastName": "Obi", "phoneNumber": "0803 123 4567", "country": "NG", "acceptedTermsVersion": "2026-01" }""",
        ["RegistrationResponse"] = """{ "registrationId": "01a20625-668a-7aea-99bc-d1eea39b0163", "channel": "email", "expiresAt": "2026-11-23T02:14:04.107287+00:00", "resendAfter": "2026-11-23T02:05:04.107287+00:00" }""",
        ["VerifyRequest"] = """{ "registrationId": "01a20625-668a-7aea-99bc-d1eea39b0163", "code": "508938", "device": { "name": "Ada's phone", "platform": "ios" } }""",
        ["ResendRequest"] = """{ "registrationId": "01a20625-668a-7aea-99bc-d1eea39b0163" }""",
        ["LoginRequest"] = """{ "identifier": "ada@example.com", "password": "plum-Anchor-73-violet", "deviceToken": "dt_AGZdpqv-7d3S_yzkiKB3…" }""",
        ["SessionResponse"] = Session,
        ["MfaRequiredResponse"] = """{ "status": "mfa_required", "challengeId": "01a20625-70a6-7086-8908-da476b61979e", "methods": ["email"], "expiresAt": "2026-11-23T02:14:06.695285+00:00" }""",
        ["VerifyMfaRequest"] = """{ "challengeId": "01a20625-70a6-7086-8908-da476b61979e", "method": "email", "code": "171141" }""",
        ["SendMfaRequest"] = """{ "challengeId": "01a20625-70a6-7086-8908-da476b61979e", "method": "sms" }""",
        ["MfaPasskeyRequest"] = """{ "challengeId": "01a20625-70a6-7086-8908-da476b61979e" }""",
        ["StepUpResponse"] = """{ "challengeId": "01a20625-70a6-7086-8908-da476b61979e", "methods": ["totp", "recovery_code"], "expiresAt": "2026-11-23T02:14:06.695285+00:00" }""",
        ["StepUpProofRequest"] = """{ "challengeId": "01a20625-70a6-7086-8908-da476b61979e", "method": "totp", "code": "171141" }""",
        ["SteppedUpResponse"] = """{ "accessToken": "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9…", "tokenType": "Bearer", "expiresIn": 300, "acr": "aal2" }""",
        ["AddFactorRequest"] = """{ "name": "Ada's phone" }""",
        ["FactorResponse"] = """{ "id": "01a20625-b0c2-7a15-9c3d-2e8f6a1b4c77", "kind": "totp", "name": "Ada's phone", "createdAt": "2026-11-23T02:20:11.301554+00:00", "lastUsedAt": null, "suspect": false }""",
        ["FactorsResponse"] = """{ "items": [{ "id": "01a20625-b0c2-7a15-9c3d-2e8f6a1b4c77", "kind": "totp", "name": "Ada's phone", "createdAt": "2026-11-23T02:20:11.301554+00:00", "lastUsedAt": null, "suspect": false }], "recoveryCodesLeft": 10, "required": false }""",
        ["ConfirmTotpRequest"] = """{ "code": "171141" }""",
        ["RecoveryCodesResponse"] = """{ "codes": ["k7wq-9fzd-…", "m2xt-4hvb-…"] }""",
        ["TotpResponse"] = """{ "factorId": "01a20625-b0c2-7a15-9c3d-2e8f6a1b4c77", "secret": "JBSWY3DPEHPK3PXP…", "otpauthUri": "otpauth://totp/…", "qrPng": "iVBORw0KGgo…" }""",
        ["PasskeyOptionsResponse"] = """{ "challengeId": "01a20625-70a6-7086-8908-da476b61979e", "options": { "challenge": "3Gk2…", "rpId": "bank.example", "userVerification": "required" } }""",
        ["AddPasskeyRequest"] = """{ "name": "Ada's laptop", "credential": { "id": "AQIDBA…", "type": "public-key", "response": { "clientDataJSON": "eyJ0…", "attestationObject": "o2Nm…" } } }""",
        ["PasskeyLoginRequest"] = """{ "challengeId": "01a20625-70a6-7086-8908-da476b61979e", "credential": { "id": "AQIDBA…", "type": "public-key", "response": { "clientDataJSON": "eyJ0…", "authenticatorData": "SZYN…", "signature": "MEUC…" } } }""",
        ["ApprovalRequest"] = """{ "operation": "transfer.create", "payloadHash": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae" }""",
        ["ApprovalResponse"] = """{ "approvalId": "01a20625-c4d1-7b3e-8a90-6f2d1c5e7b08", "operation": "transfer.create", "state": "pending", "methods": ["totp", "pin"], "expiresAt": "2026-11-23T02:25:11.301554+00:00", "approvedAt": null }""",
        ["SendCodeRequest"] = """{ "method": "sms" }""",
        ["FactorProofRequest"] = """{ "method": "totp", "code": "171141" }""",
        ["SetPinRequest"] = """{ "pin": "493817" }""",
        ["ChangePinRequest"] = """{ "currentPin": "493817", "newPin": "620473" }""",
        ["RefreshRequest"] = """{ "refreshToken": "rt_AaIGJWqHd-6PWaF9I5gTFgAAAAA…" }""",
        ["ListResponseOfSessionListItem"] = Sessions,
        ["ListResponseOfDeviceListItem"] = Devices,
        ["RenameRequest"] = """{ "name": "The old laptop" }""",
        ["RevokedResponse"] = """{ "revoked": 2 }""",
        ["ProfileResponse"] = Profile,
        ["ProfilePatch"] = """{ "displayName": "Ada O.", "locale": "en-NG" }""",
        ["ChangePasswordRequest"] = """{ "currentPassword": "plum-Anchor-73-violet", "newPassword": "slate-Heron-41-copper" }""",
        ["ForgotPasswordRequest"] = """{ "identifier": "ada@example.com" }""",
        ["ResendResetRequest"] = """{ "resetId": "01a20625-9b1e-7c40-8d52-7d3f1e0c6a11" }""",
        ["ResetResponse"] = """{ "resetId": "01a20625-9b1e-7c40-8d52-7d3f1e0c6a11", "channel": "email", "expiresAt": "2026-11-23T02:20:11.301554+00:00", "resendAfter": "2026-11-23T02:11:11.301554+00:00" }""",
        ["ResetPasswordRequest"] = """{ "resetId": "01a20625-9b1e-7c40-8d52-7d3f1e0c6a11", "code": "402217", "newPassword": "slate-Heron-41-copper" }""",
        ["ChangeEmailRequest"] = """{ "email": "ada.obi@example.com" }""",
        ["ChangePhoneRequest"] = """{ "phoneNumber": "+2348031234567" }""",
        ["VerifyContactRequest"] = """{ "changeId": "01a20625-a3d5-7e19-b7c0-5a9e1f7d2b30", "code": "733905" }""",
        ["ContactChangeResponse"] = """{ "changeId": "01a20625-a3d5-7e19-b7c0-5a9e1f7d2b30", "channel": "email", "expiresAt": "2026-11-23T02:21:40.118027+00:00", "resendAfter": "2026-11-23T02:12:40.118027+00:00" }""",
        ["LinkRequest"] = """{ "token": "Vq3m1h0d2Zk7…" }""",
        ["BvnRequest"] = """{ "bvn": "22200000001", "dateOfBirth": "1990-04-12", "bankCode": "044", "accountNumber": "0690000032" }""",
        ["NinRequest"] = """{ "nin": "22200000002", "dateOfBirth": "1990-04-12" }""",
        ["AddressRequest"] = """{ "line1": "12 Marina Road", "city": "Lagos", "state": "Lagos", "postalCode": "101241", "country": "NG" }""",
        ["SubmitKycRequest"] = """{ "targetTier": 1 }""",
        ["CheckOpenedResponse"] = """{ "checkId": "01a20c65-fb10-7b61-8c0d-3f8b3f1d2a90" }""",
        ["KycResponse"] = Kyc,
        ["EntitlementResponse"] = """{ "tier": 1, "currency": "NGN", "canDebit": true, "canCredit": true, "singleLimit": 2000000, "dailyLimit": 2000000, "balanceLimit": 30000000, "instantLimit": 2000000, "restrictions": [{ "code": "new_device", "reason": "new_device", "until": "2026-11-24T04:30:05.127455+00:00" }], "deviceNewUntil": "2026-11-24T04:30:05.127455+00:00" }""",
        ["LimitsResponse"] = """{ "single": 1000000, "daily": null, "instantPayments": true }""",
        ["LimitsPatch"] = """{ "single": 1000000, "instantPayments": true }""",
        ["TokenResponse"] = """{ "access_token": "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9…", "token_type": "Bearer", "expires_in": 900, "scope": "users.read" }""",
        ["PublicKeySet"] = Keys,
    }.ToFrozenDictionary();
}
