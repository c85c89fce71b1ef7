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
          "createdAt": "2026-11-23T02:04:04.106566+00:00", "updatedAt": "2026-11-23T02:04:05.791709+00:00",
          "middleName": null, "namesLocked": false, "dateOfBirth": "1990-05-17", "gender": "female", "nationality": "NG", "occupation": "Engineer",
          "addresses": [{ "kind": "home", "line1": "12 Marina Road", "line2": null, "city": "Lagos", "state": "Lagos", "postalCode": "101241", "country": "NG" }],
          "nextOfKin": { "fullName": "Chidi Obi", "relationship": "spouse", "phoneNumber": "+2348031234568", "email": null }, "taxId": "123456780001", "hasAvatar": false
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

    private const string Request =
        """
        {
          "id": "01a20625-b0c2-7a15-9c3d-2e8f6a1b4c77", "kind": "user.reinstate", "subjectId": "01a20625-668a-7aea-99bc-d1eea39b0163", "reason": "Seen in the branch",
          "requestedBy": "01a20625-70a6-7086-8908-da476b61979e", "requestedAt": "2026-11-23T02:20:11.301554+00:00", "expiresAt": "2026-11-30T02:20:11.301554+00:00",
          "state": "pending", "decidedBy": null, "decidedAt": null, "decisionReason": null, "details": {}
        }
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
        ["ProfilePatch"] = """{ "displayName": "Ada O.", "dateOfBirth": "1990-05-17", "addresses": [{ "kind": "home", "line1": "12 Marina Road", "city": "Lagos", "state": "LA", "country": "NG" }] }""",
        ["ExportResponse"] = """{ "id": "01a20625-d0aa-7c11-8e42-0b6d2f9a7c31", "state": "preparing", "requestedAt": "2026-11-23T02:04:04.106566+00:00", "readyAt": null, "expiresAt": null }""",
        ["ListResponseOfExportResponse"] = """{ "items": [{ "id": "01a20625-d0aa-7c11-8e42-0b6d2f9a7c31", "state": "ready", "requestedAt": "2026-11-23T02:04:04.106566+00:00", "readyAt": "2026-11-23T02:04:09.220143+00:00", "expiresAt": "2026-11-26T02:04:09.220143+00:00" }] }""",
        ["DownloadRequest"] = """{ "token": "Vq3m1h0d2Zk7…" }""",
        ["ErasureResponse"] = """{ "id": "01a20625-d5c4-7f02-9b17-3e8a1d6c4f50", "state": "scheduled", "requestedAt": "2026-11-23T02:04:04.106566+00:00", "dueAt": "2026-12-07T02:04:04.106566+00:00", "explanation": null }""",
        ["AvatarResponse"] = """{ "sizes": [{ "pixels": 64, "url": "https://api.bank.example/v1/files/64.webp?token=AaIG…" }, { "pixels": 256, "url": "https://api.bank.example/v1/files/256.webp?token=AaIG…" }, { "pixels": 512, "url": "https://api.bank.example/v1/files/512.webp?token=AaIG…" }], "expiresAt": "2026-11-23T02:14:04.106566+00:00" }""",
        ["CompletenessResponse"] = """{ "kycTier": 0, "nextTier": 1, "complete": false, "missing": ["gender"], "tiers": [{ "tier": 1, "missing": ["gender"] }, { "tier": 2, "missing": ["gender", "phoneVerified", "homeAddress"] }] }""",
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
        ["ProveAddressRequest"] = """{ "line1": "12 Marina Road", "city": "Lagos", "state": "Lagos", "postalCode": "101241", "country": "NG" }""",
        ["SubmitKycRequest"] = """{ "targetTier": 1 }""",
        ["CheckOpenedResponse"] = """{ "checkId": "01a20c65-fb10-7b61-8c0d-3f8b3f1d2a90" }""",
        ["KycResponse"] = Kyc,
        ["KycFileResponse"] = """{ "fileId": "01a20c66-9d52-7f3a-8b21-6a0d3c9e4f18" }""",
        ["DocumentRequest"] = """{ "type": "passport", "number": "A22200000001", "country": "NG", "expiresOn": "2031-04-12", "frontFileId": "01a20c66-9d52-7f3a-8b21-6a0d3c9e4f18" }""",
        ["SelfieRequest"] = """{ "fileId": "01a20c66-9d52-7f3a-8b21-6a0d3c9e4f18" }""",
        ["EntitlementResponse"] = """{ "tier": 1, "currency": "NGN", "canDebit": true, "canCredit": true, "singleLimit": 2000000, "dailyLimit": 2000000, "balanceLimit": 30000000, "instantLimit": 2000000, "restrictions": [{ "code": "new_device", "reason": "new_device", "until": "2026-11-24T04:30:05.127455+00:00" }], "deviceNewUntil": "2026-11-24T04:30:05.127455+00:00" }""",
        ["LimitsResponse"] = """{ "single": 1000000, "daily": null, "instantPayments": true }""",
        ["LinkAccountRequest"] = """{ "bankCode": "044", "accountNumber": "0690000032" }""",
        ["BankAccountResponse"] = """{ "id": "01a20c70-2f3b-7c18-8a44-1f7be1a3a5d2", "bankCode": "044", "bankName": "Access Bank", "accountNumber": "••••••0032", "accountName": "OKAFOR ADA NGOZI", "verified": true, "isDefault": true, "linkedAt": "2026-11-23T04:40:11.301554+00:00" }""",
        ["SaveBillerRequest"] = """{ "billerCode": "BIL119", "itemCode": "CB141", "reference": "0025401100", "label": "Home TV" }""",
        ["SavedBillerResponse"] = """{ "id": "01a20c71-9e10-7d44-9c1b-77f2f9a0b6c3", "billerCode": "BIL119", "itemCode": "CB141", "billerName": "DSTV", "label": "Home TV", "reference": "0025401100", "customerName": "ADA OKAFOR", "savedAt": "2026-11-23T04:41:02.118027+00:00" }""",
        ["ListResponseOfBankResponse"] = """{ "items": [{ "code": "044", "name": "Access Bank" }] }""",
        ["ListResponseOfBillResponse"] = """{ "items": [{ "billerCode": "BIL119", "itemCode": "CB141", "name": "DSTV", "customerLabel": "SmartCard Number" }] }""",
        ["LimitsPatch"] = """{ "single": 1000000, "instantPayments": true }""",
        ["TokenResponse"] = """{ "access_token": "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9…", "token_type": "Bearer", "expires_in": 900, "scope": "users.read" }""",
        ["PublicKeySet"] = Keys,
        ["SettingsResponse"] = """{ "locale": "en-NG", "timeZone": "Africa/Lagos", "theme": "system", "marketing": false, "topics": { "account": ["email", "in_app"], "payments": ["in_app"], "offers": ["in_app"] }, "quietHours": { "from": "22:00", "to": "07:00" } }""",
        ["SettingsPatch"] = """{ "theme": "dark", "topics": { "payments": ["email", "sms"] }, "quietHours": { "from": "22:00", "to": "07:00" } }""",
        ["ConsentRequest"] = """{ "purpose": "marketing", "version": "2026-01", "decision": "granted" }""",
        ["ListResponseOfConsentResponse"] = """{ "items": [{ "purpose": "marketing", "version": "2026-01", "granted": true, "decidedVersion": "2026-01", "decidedAt": "2026-11-23T02:20:11.301554+00:00", "outdated": false }] }""",
        ["PageResponseOfConsentDecisionResponse"] = """{ "items": [{ "id": "01a20625-b0c2-7a15-9c3d-2e8f6a1b4c77", "purpose": "marketing", "version": "2026-01", "granted": true, "decidedAt": "2026-11-23T02:20:11.301554+00:00" }], "nextCursor": null }""",
        ["NoticesResponse"] = """{ "items": [{ "id": "01a20625-b0c2-7a15-9c3d-2e8f6a1b4c77", "kind": "password_changed", "title": "Your password was changed", "text": "Your password was changed a moment ago, and you were signed out everywhere else.", "createdAt": "2026-11-23T02:20:11.301554+00:00", "readAt": null }], "nextCursor": null, "unread": 1 }""",
        ["MarkedReadResponse"] = """{ "read": 3 }""",
        ["ReasonRequest"] = """{ "reason": "Called and named the last transfer" }""",
        ["CustomerSearchRequest"] = """{ "by": "name", "value": "adaeze okaf" }""",
        ["CustomerSearchResponse"] = """{ "items": [{ "id": "01a20625-668a-7aea-99bc-d1eea39b0163", "status": "active", "kycTier": 1, "firstName": "Adaeze", "lastName": "Okafor", "email": "a***@example.com", "phoneNumber": "+234*****4567", "country": "NG", "createdAt": "2026-11-23T02:04:04.106566+00:00" }], "more": false }""",
        ["CustomerResponse"] = """{ "id": "01a20625-668a-7aea-99bc-d1eea39b0163", "status": "active", "kycTier": 1, "firstName": "Adaeze", "lastName": "Okafor", "displayName": null, "email": "a***@example.com", "emailVerified": true, "phoneNumber": "+234*****4567", "phoneVerified": false, "country": "NG", "locale": "en", "roles": [], "factors": ["totp"], "sessions": 1, "createdAt": "2026-11-23T02:04:04.106566+00:00", "updatedAt": "2026-11-23T02:04:05.791709+00:00" }""",
        ["UnmaskRequest"] = """{ "fields": ["email", "addresses"], "reason": "A court order, 14/2026" }""",
        ["UnmaskResponse"] = """{ "fields": { "email": "adaeze@example.com", "addresses": "home: 12 Marina Road, Lagos, Lagos, 101241, NG" } }""",
        ["RestrictRequest"] = """{ "kind": "post_no_debit", "reason": "An order of the court, 14/2026" }""",
        ["RestrictionView"] = """{ "id": "01a20625-b0c2-7a15-9c3d-2e8f6a1b4c77", "kind": "post_no_debit", "reason": "set_by_staff", "active": true, "startsAt": "2026-11-23T02:20:11.301554+00:00", "expiresAt": null, "liftedAt": null }""",
        ["ListResponseOfRestrictionView"] = """{ "items": [{ "id": "01a20625-b0c2-7a15-9c3d-2e8f6a1b4c77", "kind": "post_no_debit", "reason": "set_by_staff", "active": true, "startsAt": "2026-11-23T02:20:11.301554+00:00", "expiresAt": null, "liftedAt": null }] }""",
        ["ChangeNamesRequest"] = """{ "firstName": "Adaeze", "lastName": "Okafor-Eze", "reason": "A marriage, certificate seen" }""",
        ["NoteRequest"] = """{ "text": "Asked for a cheque book." }""",
        ["NoteResponse"] = """{ "id": "01a20625-b0c2-7a15-9c3d-2e8f6a1b4c77", "authorId": "01a20625-70a6-7086-8908-da476b61979e", "text": "Asked for a cheque book.", "createdAt": "2026-11-23T02:20:11.301554+00:00" }""",
        ["PageResponseOfNoteResponse"] = """{ "items": [{ "id": "01a20625-b0c2-7a15-9c3d-2e8f6a1b4c77", "authorId": "01a20625-70a6-7086-8908-da476b61979e", "text": "Asked for a cheque book.", "createdAt": "2026-11-23T02:20:11.301554+00:00" }], "nextCursor": null }""",
        ["RoleRequest"] = """{ "roleName": "support", "reason": "New in the team" }""",
        ["ListResponseOfRoleResponse"] = """{ "items": [{ "name": "support", "description": "Helps customers.", "permissions": ["users.search", "users.view"], "holders": [{ "userId": "01a20625-70a6-7086-8908-da476b61979e", "grantedAt": "2026-11-23T02:20:11.301554+00:00", "askedBy": "01a20625-6a87-77ee-8f59-a17d23981316", "approvedBy": "01a20625-6a87-7403-8ddf-28d3c5598539" }] }] }""",
        ["ApproveRequest"] = """{ "comment": "Papers seen" }""",
        ["RequestResponse"] = Request,
        ["PageResponseOfRequestResponse"] = $$"""{ "items": [{{Request}}], "nextCursor": null }""",
        ["AddClientRequest"] = """{ "clientId": "billing", "scopes": ["users.read"] }""",
        ["RotateClientRequest"] = """{ "reason": "Once a year", "overlapHours": 24 }""",
        ["ClientSecretResponse"] = """{ "clientId": "billing", "secret": "cs_3Gk2…" }""",
        ["ListResponseOfClientResponse"] = """{ "items": [{ "clientId": "billing", "scopes": ["users.read"], "authentication": "secret", "exchangeAudiences": [], "createdAt": "2026-11-23T02:20:11.301554+00:00", "disabledAt": null }] }""",
        ["PageResponseOfAuditEntryResponse"] = """{ "items": [{ "id": "01a20625-b0c2-7a15-9c3d-2e8f6a1b4c77", "occurredAt": "2026-11-23T02:20:11.301554+00:00", "action": "admin.account_suspended", "actorType": "staff", "actorId": "01a20625-70a6-7086-8908-da476b61979e", "subjectId": "01a20625-668a-7aea-99bc-d1eea39b0163", "sessionId": "01a20625-6a87-77ee-8f59-a17d23981316", "address": "192.0.2.7", "reason": "Reported stolen", "beforeHash": null, "afterHash": null }], "nextCursor": null }""",
    }.ToFrozenDictionary();
}
