package holdfast.model;

/**
 * Why a backup, a restore or a call to a database or destination failed. The wire text is stable:
 * scripts decide by it.
 */
public enum FailureCode {
  DATABASE_UNREACHABLE("database-unreachable", true),
  DATABASE_AUTHENTICATION("database-authentication", false),
  DATABASE_MISSING("database-missing", false),
  DATABASE_RIGHTS("database-rights", false),
  DATABASE_UNSUPPORTED("database-unsupported", false),
  CONNECTION_INVALID("connection-invalid", false),
  TOOL_MISSING("tool-missing", false),
  TOOL_TOO_OLD("tool-too-old", false),
  DUMP_FAILED("dump-failed", true),
  DUMP_INCOMPLETE("dump-incomplete", true),
  DESTINATION_UNREACHABLE("destination-unreachable", true),
  DESTINATION_ACCESS_DENIED("destination-access-denied", false),
  DESTINATION_MISSING("destination-missing", false),
  DESTINATION_FULL("destination-full", false),
  DESTINATION_INVALID("destination-invalid", false),
  DESTINATION_ERROR("destination-error", true),
  OBJECT_MISSING("object-missing", false),
  OBJECT_CORRUPT("object-corrupt", false),
  RESTORE_REQUIREMENTS("restore-requirements", false),
  TARGET_NOT_EMPTY("target-not-empty", false),
  RESTORE_FAILED("restore-failed", false),
  IMPORT_REFUSED("import-refused", false),
  IMPORT_FAILED("import-failed", true),
  IMPORT_INVALID("import-invalid", false),
  NODE_LOST("node-lost", true),
  NOT_STARTED("not-started", false),
  ABORTED("aborted", false),
  INTERNAL("internal", false);

  private final String wire;
  private final boolean mayPass;

  FailureCode(String wire, boolean mayPass) {
    this.wire = wire;
    this.mayPass = mayPass;
  }

  /** The name on the wire. */
  public String wire() {
    return wire;
  }

  /** Whether the cause can pass by itself, so that trying again later makes sense. */
  public boolean mayPass() {
    return mayPass;
  }

  /**
   * Whether the server or this machine cannot do what was asked at all: the backup ends {@code
   * not-supported}.
   */
  public boolean isNotSupported() {
    return this == TOOL_MISSING || this == TOOL_TOO_OLD || this == DATABASE_UNSUPPORTED;
  }
}
