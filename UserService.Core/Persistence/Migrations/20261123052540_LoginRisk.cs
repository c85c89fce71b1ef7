using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserService.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class LoginRisk : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "mobile_device_id",
                table: "users",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "login_history",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    method = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    score = table.Column<int>(type: "integer", nullable: false),
                    reasons = table.Column<string[]>(type: "text[]", nullable: false),
                    outcome = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    network = table.Column<string>(type: "character varying(49)", maxLength: 49, nullable: true),
                    country = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_login_history", x => new { x.id, x.occurred_at });
                });

            migrationBuilder.CreateIndex(
                name: "ix_login_history_user_id_occurred_at",
                table: "login_history",
                columns: new[] { "user_id", "occurred_at" });
            migrationBuilder.Sql(Partitions);
        }

        // By month like the audit trail, so that what is past its retention goes without a delete.
        private const string Partitions =
            """
            ALTER TABLE login_history RENAME TO login_history_plain;
            ALTER TABLE login_history_plain DROP CONSTRAINT pk_login_history;
            DROP INDEX ix_login_history_user_id_occurred_at;
            CREATE TABLE login_history (LIKE login_history_plain INCLUDING DEFAULTS) PARTITION BY RANGE (occurred_at);
            ALTER TABLE login_history ADD CONSTRAINT pk_login_history PRIMARY KEY (id, occurred_at);
            CREATE INDEX ix_login_history_user_id_occurred_at ON login_history (user_id, occurred_at);
            DROP TABLE login_history_plain;
            CREATE TABLE login_history_default PARTITION OF login_history DEFAULT;

            CREATE OR REPLACE FUNCTION ensure_partitions() RETURNS void LANGUAGE sql AS $$
                SELECT ensure_range_partitions('audit_entries', 'month', 3);
                SELECT ensure_range_partitions('login_history', 'month', 3);
                SELECT ensure_range_partitions('outbox_messages', 'day', 7);
            $$;
            """;

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "login_history");

            migrationBuilder.DropColumn(
                name: "mobile_device_id",
                table: "users");
        }
    }
}
