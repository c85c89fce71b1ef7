using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserService.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class AuditSeals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "mac",
                table: "audit_entries",
                type: "bytea",
                nullable: false,
                defaultValueSql: "''::bytea");

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

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_staff",
                table: "audit_entries",
                columns: new[] { "actor_id", "id" },
                filter: "actor_type = 'staff'");

            migrationBuilder.CreateIndex(
                name: "ix_audit_seals_key_id",
                table: "audit_seals",
                column: "key_id");

            migrationBuilder.Sql(Queue);
            migrationBuilder.Sql(AppendOnly);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                DROP TRIGGER audit_queue ON audit_entries;
                DROP FUNCTION audit_queue();
                DROP TABLE audit_unsealed;
                """);

            migrationBuilder.DropTable(
                name: "audit_seals");

            migrationBuilder.DropTable(
                name: "audit_keys");

            migrationBuilder.DropIndex(
                name: "ix_audit_entries_staff",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "mac",
                table: "audit_entries");
        }

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

        private const string AppendOnly =
            """
            CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit_seals FOR EACH ROW EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_seals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
            """;
    }
}
