using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserService.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class KycCases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "names_verified_at",
                table: "users",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "kyc_cases",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    target_tier = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    submitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decided_by = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    note = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_kyc_cases", x => x.id);
                    table.ForeignKey(
                        name: "fk_kyc_cases_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "kyc_checks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    claim_protected = table.Column<byte[]>(type: "bytea", nullable: false),
                    record_protected = table.Column<byte[]>(type: "bytea", nullable: true),
                    continue_url_protected = table.Column<byte[]>(type: "bytea", nullable: true),
                    provider = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    reference = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    score = table.Column<decimal>(type: "numeric(5,4)", precision: 5, scale: 4, nullable: true),
                    reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    next_try_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_kyc_checks", x => x.id);
                    table.ForeignKey(
                        name: "fk_kyc_checks_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "kyc_identities",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    number_protected = table.Column<byte[]>(type: "bytea", nullable: false),
                    number_index = table.Column<byte[]>(type: "bytea", nullable: false),
                    provider = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    verified_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_kyc_identities", x => new { x.user_id, x.kind });
                    table.ForeignKey(
                        name: "fk_kyc_identities_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "kyc_restrictions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lifted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_kyc_restrictions", x => x.id);
                    table.ForeignKey(
                        name: "fk_kyc_restrictions_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "kyc_standings",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    granted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    review_due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    renewal_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    restricted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_kyc_standings", x => x.user_id);
                    table.ForeignKey(
                        name: "fk_kyc_standings_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "kyc_tier_rules",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    country = table.Column<string>(type: "character(2)", fixedLength: true, maxLength: 2, nullable: false),
                    tier = table.Column<int>(type: "integer", nullable: false),
                    currency = table.Column<string>(type: "character(3)", fixedLength: true, maxLength: 3, nullable: false),
                    single_limit = table.Column<long>(type: "bigint", nullable: true),
                    daily_limit = table.Column<long>(type: "bigint", nullable: true),
                    balance_limit = table.Column<long>(type: "bigint", nullable: true),
                    requirements = table.Column<string[]>(type: "text[]", nullable: false),
                    effective_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_kyc_tier_rules", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "partner_calls",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    question = table.Column<byte[]>(type: "bytea", nullable: false),
                    provider = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    operation = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    cost_minor = table.Column<long>(type: "bigint", nullable: false),
                    answer_protected = table.Column<byte[]>(type: "bytea", nullable: true),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_partner_calls", x => x.id);
                    table.ForeignKey(
                        name: "fk_partner_calls_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_kyc_cases_idle",
                table: "kyc_cases",
                column: "created_at",
                filter: "state IN ('Draft', 'Submitted')");

            migrationBuilder.CreateIndex(
                name: "ix_kyc_cases_queue",
                table: "kyc_cases",
                columns: new[] { "submitted_at", "id" },
                filter: "state = 'InReview'");

            migrationBuilder.CreateIndex(
                name: "ix_kyc_cases_user_id_created_at",
                table: "kyc_cases",
                columns: new[] { "user_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ux_kyc_cases_open",
                table: "kyc_cases",
                column: "user_id",
                unique: true,
                filter: "state IN ('Draft', 'Submitted', 'InReview')");

            migrationBuilder.CreateIndex(
                name: "ix_kyc_checks_open",
                table: "kyc_checks",
                column: "next_try_at",
                filter: "state IN ('Pending', 'Waiting')");

            migrationBuilder.CreateIndex(
                name: "ix_kyc_checks_user_id_kind_attempt",
                table: "kyc_checks",
                columns: new[] { "user_id", "kind", "attempt" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_kyc_checks_waiting",
                table: "kyc_checks",
                columns: new[] { "provider", "reference" },
                filter: "state = 'Waiting'");

            migrationBuilder.CreateIndex(
                name: "ux_kyc_identities_number",
                table: "kyc_identities",
                columns: new[] { "kind", "number_index" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_kyc_restrictions_user_id",
                table: "kyc_restrictions",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_kyc_standings_due",
                table: "kyc_standings",
                column: "review_due_at",
                filter: "restricted_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_kyc_tier_rules_country_tier_effective_from",
                table: "kyc_tier_rules",
                columns: new[] { "country", "tier", "effective_from" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_partner_calls_asked_at",
                table: "partner_calls",
                column: "asked_at");

            migrationBuilder.CreateIndex(
                name: "ix_partner_calls_user_id",
                table: "partner_calls",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ux_partner_calls_question",
                table: "partner_calls",
                columns: new[] { "question", "provider" },
                unique: true,
                filter: "state <> 'NotMade'");
            migrationBuilder.Sql(Rules);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "kyc_cases");

            migrationBuilder.DropTable(
                name: "kyc_checks");

            migrationBuilder.DropTable(
                name: "kyc_identities");

            migrationBuilder.DropTable(
                name: "kyc_restrictions");

            migrationBuilder.DropTable(
                name: "kyc_standings");

            migrationBuilder.DropTable(
                name: "kyc_tier_rules");

            migrationBuilder.DropTable(
                name: "partner_calls");

            migrationBuilder.DropColumn(
                name: "names_verified_at",
                table: "users");
        }

        // The Central Bank of Nigeria's figures for wallets (circular of 2017) and its rule of 1 December 2023 that tier 1 needs BVN or NIN, tiers 2
        // and 3 both; without either nothing is posted. Document, selfie and address at tier 3 are the circular's "KYC level 3". In kobo.
        private const string Rules =
            """
            INSERT INTO kyc_tier_rules (id, country, tier, currency, single_limit, daily_limit, balance_limit, requirements, effective_from, created_at) VALUES
                (gen_random_uuid(), 'NG', 0, 'NGN', 0, 0, 0, '{}', '2023-12-01T00:00:00+01:00', now()),
                (gen_random_uuid(), 'NG', 1, 'NGN', 5000000, 5000000, 30000000, '{bvn|nin}', '2023-12-01T00:00:00+01:00', now()),
                (gen_random_uuid(), 'NG', 2, 'NGN', 20000000, 20000000, 50000000, '{bvn,nin,watchlist}', '2023-12-01T00:00:00+01:00', now()),
                (gen_random_uuid(), 'NG', 3, 'NGN', 500000000, 500000000, NULL, '{bvn,nin,document,selfie,address,watchlist}', '2023-12-01T00:00:00+01:00', now());
            """;
    }
}
