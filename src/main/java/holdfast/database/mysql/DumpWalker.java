package holdfast.database.mysql;

import holdfast.database.tool.ToolDump;
import holdfast.model.FailureException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Walks through a dump while its bytes pass: it is whole when every statement has its end and the
 * last line says so. Looks at each statement as a restore will, so that what could not be restored
 * is found out now. Keeps the beginning of one statement and no rows. For one thread.
 */
final class DumpWalker implements ToolDump.Walker, StatementSplitter.Sink {
  private static final int HEAD_BYTES = 1 << 20;
  private static final Pattern TOOL =
      Pattern.compile("-- (MariaDB|MySQL) dump [\\d.]+\\s+(?:Distrib |\\(?)?([\\d.]+)?.*");
  private static final Pattern SERVER = Pattern.compile("-- Server version\\s+(\\S+)");
  private static final Pattern POSITION =
      Pattern.compile(
          "-- CHANGE (?:MASTER|REPLICATION SOURCE) TO (?:MASTER|SOURCE)_LOG_FILE='([^']*)', (?:MASTER|SOURCE)_LOG_POS=(\\d+);");
  private static final Pattern GTID = Pattern.compile("-- SET GLOBAL gtid_slave_pos='([^']*)';");
  private static final String COMPLETED = "-- Dump completed";

  private final UnaryOperator<FailureException> failure;
  private final StatementSplitter splitter = new StatementSplitter(HEAD_BYTES, this);
  private final Map<String, String> details = new LinkedHashMap<>();
  private @Nullable String serverVersion;
  private @Nullable String toolVersion;
  private boolean isCompleted;
  private boolean hasObjects;
  private long tables;
  private long statements;

  /**
   * @param failure what reading fails with where a restore would
   */
  DumpWalker(UnaryOperator<FailureException> failure) {
    this.failure = failure;
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws FailureException {
    try {
      splitter.accept(bytes, offset, length);
    } catch (FailureException e) {
      throw failure.apply(e);
    }
  }

  @Override
  public void statement(byte[] statement, int length) throws FailureException {
    isCompleted = false;
    statements++;
    StatementKind kind = StatementRules.of(statement, length);
    if (kind == StatementKind.OBJECT) {
      hasObjects = true;
      if (isTable(statement, length)) {
        tables++;
      }
    }
  }

  private static boolean isTable(byte[] statement, int length) {
    return Tokens.of(statement, length, 2).get(1).isWord("TABLE")
        && Tokens.of(statement, length, 1).getFirst().isWord("CREATE");
  }

  @Override
  public void comment(String line) {
    isCompleted = line.startsWith(COMPLETED);
    if (statements < 20) {
      note(line);
    }
    Matcher gtid = GTID.matcher(line);
    if (gtid.matches()) {
      details.put("gtid", gtid.group(1));
    }
  }

  private void note(String line) {
    Matcher tool = TOOL.matcher(line);
    if (toolVersion == null && tool.matches()) {
      toolVersion = line.substring("-- ".length());
    }
    Matcher server = SERVER.matcher(line);
    if (serverVersion == null && server.matches()) {
      serverVersion = server.group(1);
    }
    Matcher position = POSITION.matcher(line);
    if (position.matches()) {
      details.put("binaryLogFile", position.group(1));
      details.put("binaryLogPosition", position.group(2));
    }
  }

  /** Whether a first definition has passed: the tool has begun its snapshot by then. */
  boolean hasObjects() {
    return hasObjects;
  }

  /** What the dump says of the server that it is of, once that has passed. */
  Optional<String> serverVersion() {
    return Optional.ofNullable(serverVersion);
  }

  /** What the dump says of the tool that has made it. */
  Optional<String> toolVersion() {
    return Optional.ofNullable(toolVersion);
  }

  /** What is known of a dump that has passed, for its manifest. */
  @Override
  public Map<String, String> details() {
    Map<String, String> all = new LinkedHashMap<>(details);
    all.put("tables", Long.toString(tables));
    return all;
  }

  /** Why the dump would not be whole if it ended here; empty if it would. */
  @Override
  public Optional<String> missing() throws FailureException {
    if (!isBetweenStatements()) {
      return Optional.of("it ends within a statement or a line");
    }
    return isCompleted
        ? Optional.empty()
        : Optional.of("its last line, which says that the dump is complete, is missing");
  }

  /** Its last statement may be looked at only now. */
  private boolean isBetweenStatements() throws FailureException {
    try {
      return splitter.isBetweenStatements();
    } catch (FailureException e) {
      throw failure.apply(e);
    }
  }
}
