package holdfast.database.postgresql;

import holdfast.database.tool.Hearing;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What pg_restore says when it is verbose, which is the only way to hear the server's warnings: its
 * steps are left out, and a warning tells in which step it came. PostgreSQL but warns where it
 * gives or takes no right, since the object is another role's. Texts and rows are not heard, see
 * {@link ServerMessage}.
 */
final class RestoreTalk implements Hearing {
  /**
   * Whole lines only: what is in no such form is heard. The tool speaks English, see its locale.
   */
  private static final Pattern STEP =
      Pattern.compile(
          """
          pg_restore: (\
          connecting to database for restore\
          |implied (data-only|no-schema) restore\
          |creating [A-Z ]+ ".*"\
          |executing [A-Z ]+ .*\
          |processing data for table ".*"\
          |processing BLOBS|processing BLOB COMMENTS\
          |restoring large object with OID \\d+\
          |restored \\d+ large objects?)""");

  /** As libpq writes a severity, in the server's language; the tool's own have one space. */
  private static final Pattern WARNING = Pattern.compile("pg_restore: [^:]+: {2}\\S.*");

  private static final String TOOL = "pg_restore: ";
  private static final String RIGHTS = "creating ACL ";
  private static final String RIGHTS_ON_PUBLIC = RIGHTS + "\"SCHEMA public\"";

  /** How AmendedArchive names its entries. */
  private static final String OURS = "\"HOLDFAST\"";

  /** A function of the backup's may warn of each row. */
  private static final int MAX_WARNINGS_IN_STEP = 100;

  private final AtomicInteger objectsWithOtherRights = new AtomicInteger();
  private boolean publicStays;
  private String step = "";
  private int warningsInStep;
  private boolean silent;
  private ServerMessage message = new ServerMessage();

  /** The rights on the schema public are what they are in a new database, if they are not given. */
  void expectPublicToStay() {
    publicStays = true;
  }

  @Override
  public List<String> heard(String line) {
    if (line.startsWith(TOOL)) {
      silent = false;
      message = new ServerMessage();
    }
    Matcher begun = STEP.matcher(line);
    if (begun.matches()) {
      step = begun.group(1);
      warningsInStep = 0;
      return List.of();
    }
    if (WARNING.matcher(line).matches()) {
      return warning(line);
    }
    return silent ? List.of() : message.heard(line);
  }

  private static boolean isRightsOnPublic(String step) {
    return step.replace("\"public\"", "public").equals(RIGHTS_ON_PUBLIC);
  }

  private List<String> warning(String line) {
    warningsInStep++;
    silent = warningsInStep > MAX_WARNINGS_IN_STEP || (publicStays && isRightsOnPublic(step));
    if (silent) {
      return warningsInStep == MAX_WARNINGS_IN_STEP + 1
          ? List.of("more warnings, which are not kept (" + step + ")")
          : List.of();
    }
    if (warningsInStep == 1 && step.startsWith(RIGHTS)) {
      objectsWithOtherRights.incrementAndGet();
    }
    return List.of(step.isEmpty() || step.endsWith(OURS) ? line : line + " (" + step + ")");
  }

  /**
   * On how many objects rights were not given or taken as in the backup; once the tool has ended.
   */
  int objectsWithOtherRights() {
    return objectsWithOtherRights.get();
  }
}
