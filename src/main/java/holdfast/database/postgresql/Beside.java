package holdfast.database.postgresql;

import holdfast.database.RunContext;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Into a fresh database beside the target, which takes the target's name when all is proven. */
final class Beside implements Placement {
  private final PgUri uri;
  private final RunContext run;
  private final Successor successor;
  private boolean created;
  private boolean swapped;

  Beside(PgUri uri, RunContext run, Successor successor) {
    this.uri = uri;
    this.run = run;
    this.successor = successor;
  }

  @Override
  public String title() {
    return "into a fresh database";
  }

  @Override
  public void prepare(PgSession inTarget, ArchiveNeeds needs, byte[] contents)
      throws FailureException, SQLException {
    RestoreRequirements.checkNeeds(inTarget, needs);
    try (PgSession beside = Maintenance.open(uri, run.tag().sessionName())) {
      created = true;
      successor.create(beside);
      successor.rehearseSettings(beside);
    }
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
  public byte[] beginning(byte[] contents) {
    return contents;
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
    try (PgSession session = Maintenance.open(uri, run.tag().sessionName())) {
      successor.applySettings(session);
    }
    new DatabaseSwap(uri, run).perform();
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
      created = false;
    }
  }
}
