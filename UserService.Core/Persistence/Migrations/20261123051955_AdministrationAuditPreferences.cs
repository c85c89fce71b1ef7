using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace UserService.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class AdministrationAuditPreferences : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ux_users_verified_email",
                table: "users");

            migrationBuilder.DropIndex(
                name: "ux_users_verified_phone",
                table: "users");

            migrationBuilder.AddColumn<string>(
                name: "status_before_suspension",
                table: "users",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "after_hash",
                table: "audit_entries",
                type: "bytea",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "before_hash",
                table: "audit_entries",
                type: "bytea",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "mac",
                table: "audit_entries",
                type: "bytea",
                nullable: false,
                defaultValueSql: "''::bytea");

            migrationBuilder.CreateTable(
                name: "admin_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: true),
                    details_protected = table.Column<byte[]>(type: "bytea", nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    requested_by = table.Column<Guid>(type: "uuid", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decision_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_admin_requests", x => x.id);
                    table.ForeignKey(
                        name: "fk_admin_requests_users_subject_id",
                        column: x => x.subject_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "audit_keys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    public_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    private_protected = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "consent_purposes",
                columns: table => new
                {
                    purpose = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    country = table.Column<string>(type: "character(2)", fixedLength: true, maxLength: 2, nullable: false),
                    version = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    granted_by_default = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consent_purposes", x => new { x.purpose, x.country });
                });

            migrationBuilder.CreateTable(
                name: "consents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    purpose = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    version = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    granted = table.Column<bool>(type: "boolean", nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: true),
                    proof_protected = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consents", x => x.id);
                    table.ForeignKey(
                        name: "fk_consents_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "customer_notes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    author_id = table.Column<Guid>(type: "uuid", nullable: false),
                    text_protected = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_customer_notes", x => x.id);
                    table.ForeignKey(
                        name: "fk_customer_notes_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "notices",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    template = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    content_protected = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notices", x => x.id);
                    table.ForeignKey(
                        name: "fk_notices_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "permissions",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    description = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_permissions", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "roles",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    description = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_roles", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "user_settings",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    time_zone = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    theme = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    quiet_from = table.Column<TimeOnly>(type: "time without time zone", nullable: true),
                    quiet_to = table.Column<TimeOnly>(type: "time without time zone", nullable: true),
                    channels = table.Column<string>(type: "jsonb", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_settings", x => x.user_id);
                    table.ForeignKey(
                        name: "fk_user_settings_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "audit_seals",
                columns: table => new
                {
                    number = table.Column<long>(type: "bigint", nullable: false),
                    entry_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    leaf_hashes = table.Column<byte[]>(type: "bytea", nullable: false),
                    root = table.Column<byte[]>(type: "bytea", nullable: false),
                    previous_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    key_id = table.Column<Guid>(type: "uuid", nullable: false),
                    signature = table.Column<byte[]>(type: "bytea", nullable: false),
                    sealed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_seals", x => x.number);
                    table.ForeignKey(
                        name: "fk_audit_seals_audit_keys_key_id",
                        column: x => x.key_id,
                        principalTable: "audit_keys",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "role_permissions",
                columns: table => new
                {
                    role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    permission = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_role_permissions", x => new { x.role, x.permission });
                    table.ForeignKey(
                        name: "fk_role_permissions_permissions_permission",
                        column: x => x.permission,
                        principalTable: "permissions",
                        principalColumn: "name",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_role_permissions_roles_role",
                        column: x => x.role,
                        principalTable: "roles",
                        principalColumn: "name",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_roles",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    granted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    asked_by = table.Column<Guid>(type: "uuid", nullable: true),
                    approved_by = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_roles", x => new { x.user_id, x.role });
                    table.ForeignKey(
                        name: "fk_user_roles_roles_role",
                        column: x => x.role,
                        principalTable: "roles",
                        principalColumn: "name",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_user_roles_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                table: "consent_purposes",
                columns: new[] { "country", "purpose", "granted_by_default", "version" },
                values: new object[,]
                {
                    { "**", "analytics", false, "2026-01" },
                    { "US", "analytics", true, "2026-01" },
                    { "**", "data_sharing", false, "2026-01" },
                    { "**", "marketing", false, "2026-01" }
                });

            migrationBuilder.InsertData(
                table: "permissions",
                columns: new[] { "name", "description" },
                values: new object[,]
                {
                    { "audit.export", "Export the audit trail." },
                    { "audit.read", "Query the audit trail." },
                    { "clients.manage", "Add, rotate and disable service clients." },
                    { "dead_letters.manage", "List, replay and discard dead letters." },
                    { "holds.manage", "Place and lift legal holds." },
                    { "kyc.review", "Decide on KYC cases that need a person." },
                    { "limits.manage", "Ask for, and decide on, other tier limits." },
                    { "notes.read", "Read the notes about a customer." },
                    { "notes.write", "Write notes about a customer." },
                    { "requests.decide", "Approve and refuse what others of the same permission have asked for." },
                    { "requests.view", "See what waits for a second person." },
                    { "roles.manage", "See roles, ask for and decide on granting them, and take them away." },
                    { "users.change_names", "Ask for, and decide on, other names for an account." },
                    { "users.logout", "End all sessions of an account." },
                    { "users.reinstate", "Ask for, and decide on, making a suspended account usable again." },
                    { "users.reset_factors", "Ask for, and decide on, removing all second factors of an account." },
                    { "users.search", "Find customers by id, e-mail address, telephone number, name or BVN." },
                    { "users.suspend", "Stop an account at once." },
                    { "users.unlock", "Forget an account's failed sign-ins." },
                    { "users.unmask", "See a customer's personal data in clear, for a reason that is recorded." },
                    { "users.view", "See a customer's account with contacts masked." }
                });

            migrationBuilder.InsertData(
                table: "roles",
                columns: new[] { "name", "description" },
                values: new object[,]
                {
                    { "admin", "Runs the service: roles, service clients, dead letters." },
                    { "compliance", "Answers for the law: sees personal data for a reason, reviews KYC, limits, holds and the audit trail." },
                    { "support", "Helps customers: finds accounts, stops them, ends sessions, asks for what needs a second person." }
                });

            migrationBuilder.InsertData(
                table: "role_permissions",
                columns: new[] { "permission", "role" },
                values: new object[,]
                {
                    { "audit.read", "admin" },
                    { "clients.manage", "admin" },
                    { "dead_letters.manage", "admin" },
                    { "notes.read", "admin" },
                    { "requests.decide", "admin" },
                    { "requests.view", "admin" },
                    { "roles.manage", "admin" },
                    { "users.logout", "admin" },
                    { "users.reinstate", "admin" },
                    { "users.reset_factors", "admin" },
                    { "users.search", "admin" },
                    { "users.suspend", "admin" },
                    { "users.unlock", "admin" },
                    { "users.view", "admin" },
                    { "audit.export", "compliance" },
                    { "audit.read", "compliance" },
                    { "holds.manage", "compliance" },
                    { "kyc.review", "compliance" },
                    { "limits.manage", "compliance" },
                    { "notes.read", "compliance" },
                    { "notes.write", "compliance" },
                    { "requests.decide", "compliance" },
                    { "requests.view", "compliance" },
                    { "users.change_names", "compliance" },
                    { "users.logout", "compliance" },
                    { "users.reinstate", "compliance" },
                    { "users.search", "compliance" },
                    { "users.suspend", "compliance" },
                    { "users.unmask", "compliance" },
                    { "users.view", "compliance" },
                    { "notes.read", "support" },
                    { "notes.write", "support" },
                    { "requests.decide", "support" },
                    { "requests.view", "support" },
                    { "users.logout", "support" },
                    { "users.reinstate", "support" },
                    { "users.reset_factors", "support" },
                    { "users.search", "support" },
                    { "users.suspend", "support" },
                    { "users.unlock", "support" },
                    { "users.view", "support" }
                });

            migrationBuilder.CreateIndex(
                name: "ix_users_unverified_email",
                table: "users",
                column: "email",
                unique: true,
                filter: "email_verified_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_users_unverified_phone",
                table: "users",
                column: "phone_number",
                unique: true,
                filter: "phone_verified_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_staff",
                table: "audit_entries",
                columns: new[] { "actor_id", "id" },
                filter: "actor_type = 'staff'");

            migrationBuilder.CreateIndex(
                name: "ix_admin_requests_pending",
                table: "admin_requests",
                column: "id",
                filter: "state = 'Pending'");

            migrationBuilder.CreateIndex(
                name: "ix_admin_requests_subject_id_kind",
                table: "admin_requests",
                columns: new[] { "subject_id", "kind" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_seals_key_id",
                table: "audit_seals",
                column: "key_id");

            migrationBuilder.CreateIndex(
                name: "ix_consents_user_id_purpose_id",
                table: "consents",
                columns: new[] { "user_id", "purpose", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_customer_notes_user_id_id",
                table: "customer_notes",
                columns: new[] { "user_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_notices_unread",
                table: "notices",
                column: "user_id",
                filter: "read_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_notices_user_id_id",
                table: "notices",
                columns: new[] { "user_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_role_permissions_permission",
                table: "role_permissions",
                column: "permission");

            migrationBuilder.CreateIndex(
                name: "ix_user_roles_role",
                table: "user_roles",
                column: "role");

            migrationBuilder.Sql(Search);
            migrationBuilder.Sql(Telling);
            migrationBuilder.Sql(Queue);
            migrationBuilder.Sql(AppendOnly);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                DROP TRIGGER consents_append_only ON consents;
                DROP TRIGGER consents_no_truncate ON consents;
                DROP FUNCTION refuse_change_of_consents();
                DROP TRIGGER audit_queue ON audit_entries;
                DROP FUNCTION audit_queue();
                DROP TABLE audit_unsealed;
                DROP TRIGGER role_permissions_told ON role_permissions;
                DROP FUNCTION tell_role_permissions();
                DROP INDEX ix_users_name_trgm;
                """);

            migrationBuilder.DropTable(
                name: "admin_requests");

            migrationBuilder.DropTable(
                name: "audit_seals");

            migrationBuilder.DropTable(
                name: "consent_purposes");

            migrationBuilder.DropTable(
                name: "consents");

            migrationBuilder.DropTable(
                name: "customer_notes");

            migrationBuilder.DropTable(
                name: "notices");

            migrationBuilder.DropTable(
                name: "role_permissions");

            migrationBuilder.DropTable(
                name: "user_roles");

            migrationBuilder.DropTable(
                name: "user_settings");

            migrationBuilder.DropTable(
                name: "audit_keys");

            migrationBuilder.DropTable(
                name: "permissions");

            migrationBuilder.DropTable(
                name: "roles");

            migrationBuilder.DropIndex(
                name: "ix_users_unverified_email",
                table: "users");

            migrationBuilder.DropIndex(
                name: "ix_users_unverified_phone",
                table: "users");

            migrationBuilder.DropIndex(
                name: "ix_audit_entries_staff",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "status_before_suspension",
                table: "users");

            migrationBuilder.DropColumn(
                name: "after_hash",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "before_hash",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "mac",
                table: "audit_entries");

            migrationBuilder.CreateIndex(
                name: "ux_users_verified_email",
                table: "users",
                column: "email",
                unique: true,
                filter: "email_verified_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ux_users_verified_phone",
                table: "users",
                column: "phone_number",
                unique: true,
                filter: "phone_verified_at IS NOT NULL");
        }

        // pg_trgm is a trusted extension since PostgreSQL 13: the owner of the database may create it.
        private const string Search =
            """
            CREATE EXTENSION IF NOT EXISTS pg_trgm;
            CREATE INDEX ix_users_name_trgm ON users USING gin (lower(first_name || ' ' || last_name) gin_trgm_ops);
            """;

        // Hosts keep what roles allow in memory. Kind 4 is InvalidatedThing.RolePermissions.
        private const string Telling =
            """
            CREATE FUNCTION tell_role_permissions() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO cache_invalidations (kind, key) VALUES (4, '00000000-0000-0000-0000-000000000000');
                RETURN NULL;
            END $$;
            CREATE TRIGGER role_permissions_told AFTER INSERT OR UPDATE OR DELETE ON role_permissions FOR EACH STATEMENT EXECUTE FUNCTION tell_role_permissions();
            """;

        // A queue in the transaction of the entry: late commits are sealed late and never missed, and a restored database goes on where it was.
        private const string Queue =
            """
            CREATE TABLE audit_unsealed (id uuid PRIMARY KEY, occurred_at timestamptz NOT NULL);
            INSERT INTO audit_unsealed SELECT id, occurred_at FROM audit_entries;

            CREATE FUNCTION audit_queue() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO audit_unsealed (id, occurred_at) VALUES (NEW.id, NEW.occurred_at) ON CONFLICT DO NOTHING;
                RETURN NULL;
            END $$;
            CREATE TRIGGER audit_queue AFTER INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION audit_queue();
            """;

        // Seals are evidence, and so is what somebody consented to: both are added to and never changed.
        private const string AppendOnly =
            """
            CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit_seals FOR EACH ROW EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_seals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

            CREATE FUNCTION refuse_change_of_consents() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'consents are append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
            END $$;
            CREATE TRIGGER consents_append_only BEFORE UPDATE OR DELETE ON consents FOR EACH ROW EXECUTE FUNCTION refuse_change_of_consents();
            CREATE TRIGGER consents_no_truncate BEFORE TRUNCATE ON consents FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_consents();
            """;
    }
}
