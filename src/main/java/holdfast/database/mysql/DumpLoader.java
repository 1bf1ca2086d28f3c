package holdfast.database.mysql;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the statements of a dump in a fresh schema, after each was looked at. Keeps one statement at
 * a time. For one thread.
 */
final class DumpLoader implements StatementSplitter.Sink {
  private static final String COMPLETED = "-- Dump completed";
  private static final Pattern OF_DATABASE = Pattern.compile("-- Host: .*\\sDatabase: (.+)");

  /** Under which a server takes a table's definition as it was shown, and adds nothing to it. */
  private static final List<String> LENIENT =
      List.of(
          "innodb_strict_mode = 0",
          "sql_require_primary_key = 0",
          "sql_generate_invisible_primary_key = 0",
          "restrict_fk_on_non_standard_key = 0",
          "explicit_defaults_for_timestamp = 1",
          "character_set_collations = ''");

  private final MysqlSession session;
  private final String schema;
  private final int maxStatementBytes;
  private final StatementSplitter splitter;
  private final Set<String> firing = new HashSet<>();

  private boolean isCompleted;
  private String source = "";
  private final Readings readings;
  private final RowTargets rowTargets;
  private final RowColumns columns;
  private final GeneratedColumns generated;
  private final LoadWarnings warnings;
  private final ZonedTables zoned;
  private final Consumer<String> log;
  private final DumpedViews views;
  private final String definerGrant;

  /**
   * @param schema is there, and empty
   * @param log is told what was done besides
   */
  DumpLoader(MysqlSession session, String schema, Consumer<String> log)
      throws SQLException, FailureException {
    this.session = session;
    this.schema = schema;
    this.maxStatementBytes = Integer.parseInt(session.text("SELECT @@max_allowed_packet"));
    this.splitter = new StatementSplitter(maxStatementBytes, this);
    this.readings = new Readings(session);
    this.rowTargets = new RowTargets(session, schema);
    MysqlServer server = MysqlServer.of(session);
    this.columns = new RowColumns(session, schema);
    this.generated = new GeneratedColumns(columns, !server.isMariaDb());
    this.warnings = new LoadWarnings(session, columns);
    this.zoned = new ZonedTables(session, schema);
    this.log = log;
    this.views = new DumpedViews(session, schema);
    this.definerGrant = "GRANT %s TO %s".formatted(server.definerGrant(), Account.of(session));
    session.execute("USE " + Sql.name(schema));
    // Nobody else uses the schema, and the dump brings the tables in any order.
    session.execute("SET SESSION foreign_key_checks = 0, unique_checks = 0");
    session.execute("SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO'");
    letInWhatWasLetInOnce(server);
  }

  /** Options of tables that a stricter server refuses, and rows that were there before a check. */
  private void letInWhatWasLetInOnce(MysqlServer server) throws SQLException {
    for (String setting : LENIENT) {
      session.setIfPossible(setting);
    }
    if (server.isMariaDb()) {
      session.execute("SET SESSION check_constraint_checks = 0");
    }
  }

  void accept(byte[] bytes, int offset, int length) throws FailureException {
    splitter.accept(bytes, offset, length);
  }

  /**
   * Requires that the whole dump has passed.
   *
   * @return the names of the events that fire
   */
  Set<String> finish() throws FailureException, SQLException {
    if (!splitter.isBetweenStatements() || !isCompleted) {
      throw failed("the backup is not whole: its last line is missing");
    }
    session.execute("COMMIT");
    views.finish();
    List<String> computed = zoned.finish(readings.lenient());
    if (!computed.isEmpty()) {
      log.accept(
          "values computed from timestamps were computed again in the server's time zone: "
              + DumpHindrances.some(computed));
    }
    return Set.copyOf(firing);
  }

  @Override
  public void comment(String line) {
    isCompleted = line.startsWith(COMPLETED);
    Matcher ofDatabase = OF_DATABASE.matcher(line);
    if (source.isEmpty() && ofDatabase.matches()) {
      source = ofDatabase.group(1);
    }
  }

  @Override
  public void statement(byte[] statement, int length) throws FailureException {
    isCompleted = false;
    StatementKind kind = StatementRules.of(statement, length);
    try {
      run(kind, statement, length);
    } catch (SQLException e) {
      throw LoadFailures.of(e, session.uri(), definerGrant, statement, length);
    }
  }

  private void run(StatementKind kind, byte[] statement, int length)
      throws SQLException, FailureException {
    readings.require(kind, statement, length);
    rowTargets.require(kind, statement, length);
    switch (kind) {
      case NOTHING -> {}
      case SETTING -> IdleModes.set(session, statement, length);
      case OBJECT -> {
        if (ViewNames.isView(statement, length)) {
          columns.forget();
          views.make(statement, length, source);
        } else {
          object(statement, length);
        }
      }
      case TRIGGER -> {
        byte[] unqualified = TriggerNames.unqualified(statement, length);
        session.execute(unqualified, unqualified.length);
      }
      case EVENT -> event(statement, length);
      case DATABASE_CHARSET -> session.execute(CreateHead.charsetOf(schema, statement, length));
      case ROWS -> rows(statement, length);
    }
  }

  private void object(byte[] statement, int length) throws SQLException {
    columns.forget();
    byte[] understood = SequenceValue.understood(statement, length);
    session.execute(understood, understood.length);
  }

  private void event(byte[] statement, int length) throws SQLException {
    if (EventStatus.isEnabled(statement, length)) {
      firing.add(EventStatus.name(statement, length));
    }
    byte[] disabled = EventStatus.disabled(statement, length);
    session.execute(disabled, disabled.length);
  }

  private void rows(byte[] statement, int length) throws SQLException, FailureException {
    if (length >= maxStatementBytes) {
      throw new FailureException(
          FailureCode.RESTORE_REQUIREMENTS,
          "a statement of the backup is larger than the server's max_allowed_packet of %d bytes"
              .formatted(maxStatementBytes),
          "Set max_allowed_packet to 1G at the server and restore again.");
    }
    zoned.prepare(rowTargets.table());
    Optional<byte[]> rows = generated.leftOut(rowTargets.table(), statement, length);
    if (rows.isPresent()) {
      session.execute(rows.get(), rows.get().length);
    } else {
      session.execute(statement, length);
    }
    Optional<String> loss = warnings.loss(rowTargets.table(), statement, length);
    if (loss.isPresent()) {
      throw LoadFailures.altered(loss.get(), statement, length);
    }
  }

  private static FailureException failed(String what) {
    return new FailureException(
        FailureCode.RESTORE_FAILED, what, "Nothing was changed; see what was said.");
  }
}
