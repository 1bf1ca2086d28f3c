package holdfast.database.postgresql;

import holdfast.database.IfOccupied;
import holdfast.database.RunContext;
import holdfast.model.FailureException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Into a fresh database beside the target, which takes the target's name when all is proven. */
final class Beside implements Placement {
  /**
   * What entries of our own say of the fresh database: one with the data that it has a comment, and
   * one last of all that it has a setting. Neither the event triggers of the backup nor a missing
   * right get in their way.
   */
  private static final String MARK = "restored by Holdfast";

  private static final String IS_MARKED =
      """
      SELECT EXISTS (
        SELECT FROM pg_database d JOIN pg_db_role_setting s ON s.setdatabase = d.oid AND s.setrole = 0
        WHERE d.datname = ? AND shobj_description(d.oid, 'pg_database') = ?
          AND s.setconfig = ARRAY['application_name=' || ?])
      """;

  private static final int LAST_OF_ASCII = 127;

  private final PgUri uri;
  private final RunContext run;
  private final IfOccupied ifOccupied;
  private final Successor successor;
  private DatabaseAdditions additions = DatabaseAdditions.NONE;
  private Publishers publishers = Publishers.NONE;
  private SessionSettings settings = new SessionSettings(List.of());
  private String resetOfPublic = "";
  private @Nullable Omissions omissions;

  /**
   * Whether what is said of the fresh database would have other bytes in the database that one logs
   * in to for that, which is in another encoding. Else it is said there: a server takes no {@code
   * client_encoding} in a database to whose own encoding there is no way from it.
   */
  private boolean isSaidWithin;

  private boolean created;
  private boolean swapped;

  Beside(PgUri uri, RunContext run, IfOccupied ifOccupied, Successor successor) {
    this.uri = uri;
    this.run = run;
    this.ifOccupied = ifOccupied;
    this.successor = successor;
  }

  @Override
  public String title() {
    return "into a fresh database";
  }

  @Override
  public void prepare(PgSession inTarget, ArchiveNeeds needs, DatabaseOwn own, byte[] contents)
      throws FailureException, SQLException {
    PublicSchema publicSchema = PublicSchema.ofNewDatabase(inTarget, needs);
    ArchiveNeeds needed = publicSchema.within(needs);
    Set<String> missingRoles = RestoreRequirements.checkNeeds(inTarget, needed);
    additions = DatabaseAdditions.of(inTarget, own, run.log());
    try (PgSession beside = Maintenance.open(uri, run.tag().sessionName())) {
      created = true;
      MadeRoles.make(inTarget, run, missingRoles, needed);
      isSaidWithin = isInOtherLetters(needs) && !encoding(beside).equals(encoding(inTarget));
      if (!isSaidWithin) {
        create(beside, needs);
      }
    }
    if (isSaidWithin) {
      try (PgSession session = PgSession.openForLong(uri, run.tag().sessionName())) {
        create(session, needs);
      }
    }
    try (PgSession fresh = openFresh()) {
      PublicSchema.prepare(fresh, needed);
      resetOfPublic = PublicSchema.resetting(needed);
      settings = SessionSettings.of(fresh, own, run.log());
      omissions = Omissions.of(fresh, needed, publicSchema, Set.of());
    }
  }

  private boolean isInOtherLetters(ArchiveNeeds needs) {
    return Stream.of(
            successor.statements(),
            additions.statements(successor.name()),
            needs.publishers().stream())
        .flatMap(statements -> statements)
        .anyMatch(text -> text.chars().anyMatch(letter -> letter > LAST_OF_ASCII));
  }

  private static String encoding(PgSession session) throws SQLException {
    return session.text("SHOW server_encoding");
  }

  private void create(PgSession session, ArchiveNeeds needs) throws FailureException, SQLException {
    successor.create(session);
    successor.rehearseSettings(session);
    additions = additions.rehearsed(session, successor.name(), run.log());
    additions.giveRights(session, successor.name(), run.log());
    publishers = Publishers.letIn(session, successor.name(), needs);
  }

  private PgSession openFresh() throws FailureException {
    return PgSession.open(database(), run.tag().sessionName());
  }

  @Override
  public PgUri database() {
    return uri.withDatabase(successor.name());
  }

  @Override
  public List<String> options() {
    return List.of("--exit-on-error");
  }

  @Override
  public Map<String, String> settings() {
    return Map.of();
  }

  @Override
  public List<ByteBuffer> beginning(byte[] contents) throws MalformedArchive {
    String name = Sql.name(successor.name());
    Omissions left = Objects.requireNonNull(omissions);
    List<ByteBuffer> pieces =
        AmendedArchive.of(
            contents,
            left,
            new AmendedArchive.Entries(
                List.of(settings.sql()),
                "COMMENT ON DATABASE %s IS '%s';\n".formatted(name, MARK),
                resetOfPublic,
                "ALTER DATABASE %s SET application_name TO '%s';\n".formatted(name, MARK)));
    left.tell(run.log());
    return pieces;
  }

  @Override
  public void watch() {}

  @Override
  public void allow() {}

  @Override
  public boolean isDoneByTool() {
    return false;
  }

  @Override
  public void complete() throws FailureException, SQLException, InterruptedException {
    try (PgSession session =
        isSaidWithin ? openFresh() : Maintenance.open(uri, run.tag().sessionName())) {
      if (!session.truth(IS_MARKED, successor.name(), MARK, MARK)) {
        throw PgFailures.ofLyingTool(uri);
      }
      String name = Sql.name(successor.name());
      session.execute("COMMENT ON DATABASE " + name + " IS NULL");
      session.execute("ALTER DATABASE " + name + " RESET application_name");
      publishers.shutOut(session, successor.name());
      successor.applySettings(session);
      additions.give(session, successor.name(), run.log());
    }
    new DatabaseSwap(uri, run, ifOccupied).perform();
    swapped = true;
  }

  @Override
  public boolean tookEffect() {
    return swapped;
  }

  @Override
  public FailureException blame(FailureException failure) {
    return failure;
  }

  /** The replaced database stays: it is the mark by which a dead run's success is recognised. */
  @Override
  public void withdraw() throws FailureException, SQLException, InterruptedException {
    if (!created || swapped) {
      return;
    }
    try (PgSession session = Maintenance.open(uri, "holdfast")) {
      PgSessions.end(session, run.tag());
      Databases.drop(session, successor.name());
      MadeRoles.drop(session, run.tag());
      created = false;
    }
  }
}
