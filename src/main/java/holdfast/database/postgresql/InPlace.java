package holdfast.database.postgresql;

import holdfast.database.IfOccupied;
import holdfast.database.RunContext;
import holdfast.model.FailureException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Within the target, in one transaction of pg_restore's that first clears it: for roles that may
 * make no databases. What is in the target is locked from then on to the transaction's end.
 */
final class InPlace implements Placement {
  /**
   * What the role or the database has as a default and no statement in the transaction can undo.
   * Only where it has: poolers refuse connections with options.
   */
  private static final String OPTIONS =
      """
      SELECT coalesce(string_agg(format('-c %s=%s', name, replace(boot_val, ' ', chr(92) || ' ')), ' '), '')
      FROM pg_settings
      WHERE name IN ('default_transaction_read_only', 'default_transaction_deferrable',
          'default_transaction_isolation')
        AND reset_val <> boot_val
      """;

  private final PgUri uri;
  private final RunContext run;
  private final IfOccupied ifOccupied;
  private final InPlaceReason reason;
  private final InPlaceMarks marks;
  private @Nullable Clearance clearance;
  private @Nullable LockHolders holders;
  private String resetOfPublic = "";
  private @Nullable Omissions omissions;
  private SessionSettings settings = new SessionSettings(List.of());
  private String options = "";
  private boolean ready;

  InPlace(PgUri uri, RunContext run, IfOccupied ifOccupied, InPlaceReason reason) {
    this.uri = uri;
    this.run = run;
    this.ifOccupied = ifOccupied;
    this.reason = reason;
    this.marks = new InPlaceMarks(run.tag());
  }

  @Override
  public String title() {
    return "in place, in one transaction%s: whoever uses what is in the database waits until it ends"
        .formatted(reason.isSaid() ? ", " + reason.because() : "");
  }

  @Override
  public void prepare(PgSession inTarget, ArchiveNeeds needs, DatabaseOwn own, byte[] contents)
      throws FailureException, MalformedArchive, SQLException {
    PublicSchema publicSchema = PublicSchema.ofTarget(inTarget, needs);
    ArchiveNeeds needed = publicSchema.within(needs);
    InPlaceRequirements requirements =
        InPlaceRequirements.check(
            inTarget, marks, ifOccupied, reason, needed, AmendedArchive.locks(contents));
    ifOccupied.require(uri.where(), () -> PgProbe.isEmpty(inTarget));
    clearance = requirements.clearance();
    tellOfDefaults(clearance.stayingDefaults(inTarget));
    options = inTarget.text(OPTIONS);
    resetOfPublic = PublicSchema.resetting(needed);
    settings = SessionSettings.of(inTarget, own, run.log());
    omissions = Omissions.of(inTarget, needed, publicSchema, requirements.clearance().staying());
    ready = true;
    MadeRoles.make(inTarget, run, requirements.missingRoles(), needed);
    DatabaseAdditions additions =
        DatabaseAdditions.of(inTarget, own, run.log())
            .rehearsed(inTarget, uri.database(), run.log());
    marks.makeReady(
        inTarget,
        Stream.concat(
                clearance.functions().stream(),
                new InPlaceAdditions(
                        marks, uri.database(), additions, needed, requirements.missingRoles())
                    .functions().stream())
            .toList());
  }

  private void tellOfDefaults(List<String> staying) {
    if (!staying.isEmpty()) {
      run.log()
          .line(
              "holdfast",
              "not cleared away, since only members of their roles may change them: "
                  + PgRights.some(staying));
    }
  }

  @Override
  public PgUri database() {
    return uri;
  }

  @Override
  public List<String> options() {
    return List.of("--single-transaction");
  }

  @Override
  public Map<String, String> settings() {
    return options.isEmpty() ? Map.of() : Map.of("options", options);
  }

  @Override
  public List<ByteBuffer> beginning(byte[] contents) throws MalformedArchive {
    Clearance cleared = Objects.requireNonNull(clearance);
    Omissions left = Objects.requireNonNull(omissions);
    List<ByteBuffer> pieces =
        AmendedArchive.of(
            contents,
            left,
            // The server logs what fails, and settings may be secret: not both in one.
            new AmendedArchive.Entries(
                List.of(settings.sql(), cleared.first()), "", resetOfPublic, cleared.last()));
    left.tell(run.log());
    return pieces;
  }

  @Override
  public void watch() {
    holders = LockHolders.begin(uri, run, marks);
  }

  @Override
  public void allow() throws FailureException, SQLException {
    try (PgSession session = PgSession.open(uri, run.tag().sessionName())) {
      if (!marks.areReady(session)) {
        throw new RestoreFailures(uri).givenUp();
      }
      marks.allow(session);
    }
  }

  /** Its transaction cannot commit but with the mark. */
  @Override
  public boolean isDoneByTool() {
    return true;
  }

  @Override
  public void complete() throws FailureException, SQLException, InterruptedException {
    if (!tookEffect()) {
      throw PgFailures.ofLyingTool(uri);
    }
  }

  @Override
  public boolean tookEffect() throws FailureException, SQLException, InterruptedException {
    stopWatching();
    try (PgSession session = PgSession.open(uri, "holdfast")) {
      return PgSessions.end(session, run.tag()) && marks.areOfSuccess(session);
    }
  }

  @Override
  public FailureException blame(FailureException failure) {
    LockHolders watched = holders;
    if (watched == null || watched.outOfReach().isEmpty()) {
      return failure;
    }
    return DatabaseSwap.outOfReach(uri, watched.outOfReach());
  }

  @Override
  public void withdraw() throws FailureException, SQLException, InterruptedException {
    stopWatching();
    if (!ready) {
      return;
    }
    try (PgSession session = PgSession.open(uri, "holdfast")) {
      PgSessions.end(session, run.tag());
      marks.withdraw(session);
      MadeRoles.drop(session, run.tag());
      ready = false;
    }
  }

  private void stopWatching() throws InterruptedException {
    LockHolders watched = holders;
    if (watched != null) {
      watched.stop();
    }
  }
}
