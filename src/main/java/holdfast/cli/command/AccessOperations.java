package holdfast.cli.command;

import holdfast.cli.output.Column;
import holdfast.cli.output.Format;
import java.util.List;

/** Roles and tokens. */
final class AccessOperations {
  private static final String ROLES = "/v1/roles";
  private static final String ROLE = ROLES + "/{roleId}";
  private static final String TOKENS = "/v1/tokens";
  private static final String TOKEN = TOKENS + "/{tokenId}";

  private static final View ROLE_LIST =
      View.Items.of(
          "roles",
          "holdfast create role --name Readers --permissions \"Project > Addons > General > Read\"",
          Column.text("ID", "/id"),
          Column.text("NAME", "/name"),
          new Column("PROJECTS", "/projects", Format.LIST),
          new Column("CREATED", "/createdAt", Format.TIME),
          new Column("PERMISSIONS", "/permissions", Format.LIST));

  private static final View TOKEN_LIST =
      View.Items.of(
          "tokens",
          "holdfast create token --name \"my script\" --role-id ROLE",
          Column.text("ID", "/id"),
          Column.text("NAME", "/name"),
          Column.text("ROLE", "/roleId"),
          new Column("CREATED", "/createdAt", Format.TIME),
          new Column("EXPIRES", "/expiresAt", Format.TIME),
          new Column("REVOKED", "/revokedAt", Format.TIME));

  private static final Field[] ROLE_FIELDS = {
    Field.text("name", "The role's name."),
    Field.of("permissions", Field.Kind.TEXTS, "What it allows; see docs/access.md."),
    Field.of("projects", Field.Kind.TEXTS, "The only projects that it is for; all unless given.")
  };

  static final List<Operation> ROWS =
      List.of(
          Operation.of("list roles", "GET", ROLES, "Lists roles.")
              .paged()
              .shows(ROLE_LIST)
              .example("holdfast list roles"),
          Operation.of("create role", "POST", ROLES, "Makes a role: a set of permissions.")
              .takes(Body.required(ROLE_FIELDS))
              .shows(
                  new View.Thing(
                      "/id", "holdfast create token --name \"my script\" --role-id {id}"))
              .example(
                  "holdfast create role --name Readers --permissions \"Project > Addons > General > Read\""),
          Operation.of("get role", "GET", ROLE, "Shows a role.")
              .example("holdfast get role 0190a1b2c3d4e5f60718293a"),
          Operation.of(
                  "patch role", "PATCH", ROLE, "Changes a role, and so what its tokens may do.")
              .takes(Body.required(ROLE_FIELDS))
              .example("holdfast patch role 0190a1b2c3d4e5f60718293a --projects my-project"),
          Operation.of("delete role", "DELETE", ROLE, "Deletes a role.")
              .done("Deleted the role {roleId}.")
              .example("holdfast delete role 0190a1b2c3d4e5f60718293a"),
          Operation.of("list tokens", "GET", TOKENS, "Lists the records of tokens; never a token.")
              .paged()
              .shows(TOKEN_LIST)
              .example("holdfast list tokens"),
          Operation.of("create token", "POST", TOKENS, "Makes a token, and shows it this once.")
              .takes(
                  Body.required(
                      Field.text("name", "Who or what it is for."),
                      Field.text("roleId", "The role that says what it allows."),
                      Field.text(
                          "expiresAt",
                          "When it ends, like 2027-12-31T00:00:00.000Z; never unless given.")))
              .example(
                  "holdfast create token --name \"script on host a\" --role-id 0190a1b2c3d4e5f60718293a"),
          Operation.of("get token", "GET", TOKEN, "Shows a token's record; never the token.")
              .example("holdfast get token 0190a1b2c3d4e5f60718293a"),
          Operation.of("revoke token", "DELETE", TOKEN, "Ends a token at once.")
              .done("Revoked the token {tokenId}.")
              .example("holdfast revoke token 0190a1b2c3d4e5f60718293a"));

  private AccessOperations() {}
}
