package holdfast.api;

import holdfast.engine.Inspections;
import holdfast.model.AddonType;
import holdfast.model.BackupDestination;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.Coverage;
import holdfast.model.DestinationId;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.FoundDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what a test tells it to find. */
final class FakeInspections implements Inspections {
  static final String ROOT = "/allowed";

  volatile String databaseVersion = "16.4";
  volatile Optional<Failure> databaseFailure = Optional.empty();
  volatile Optional<String> destinationProblem = Optional.empty();
  volatile Optional<Failure> markProblem = Optional.empty();
  volatile List<String> warnings = List.of();
  volatile boolean databaseIsEmpty;
  volatile boolean crash;
  volatile boolean foundElsewhere;
  volatile Pause pause = () -> {};

  /** What a test does in the middle of an inspection. */
  interface Pause {
    void pass() throws InterruptedException;
  }

  final List<BackupDestination> inspected = new ArrayList<>();

  @Override
  public Set<BackupType> backupTypes(AddonType type) {
    return switch (type) {
      case POSTGRESQL -> Set.of(BackupType.DUMP, BackupType.SNAPSHOT);
      case MYSQL -> Set.of(BackupType.DUMP);
      case REDIS -> Set.of(BackupType.SNAPSHOT);
      case MONGODB -> Set.of();
    };
  }

  @Override
  public Set<String> findBackups(BackupDestination destination, Set<String> paths) {
    return foundElsewhere ? paths : Set.of();
  }

  @Override
  public void mark(BackupDestination destination) throws FailureException {
    if (markProblem.isPresent()) {
      throw new FailureException(markProblem.get(), null);
    }
  }

  @Override
  public List<String> warnings(BackupDestination destination) {
    return warnings;
  }

  @Override
  public DatabaseReport inspect(AddonType type, ConnectionUri connection, Coverage coverage)
      throws FailureException {
    if (databaseFailure.isPresent()) {
      throw new FailureException(databaseFailure.get(), null);
    }
    return new DatabaseReport(
        databaseVersion, 1_000_000, databaseIsEmpty, List.of("The role may not create databases."));
  }

  @Override
  public boolean isEmpty(AddonType type, ConnectionUri connection, @Nullable String database)
      throws FailureException {
    try {
      pause.pass();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return inspect(type, connection, Coverage.ONE).isEmpty();
  }

  @Override
  public List<FoundDatabase> databases(AddonType type, ConnectionUri server)
      throws FailureException {
    if (databaseFailure.isPresent()) {
      throw new FailureException(databaseFailure.get(), null);
    }
    return List.of(
        new FoundDatabase("shop", OptionalLong.of(1_000_000)),
        new FoundDatabase("theirs", OptionalLong.empty()));
  }

  @Override
  public void requireNameable(AddonType type, ConnectionUri server, String database)
      throws FailureException {
    if (database.equals("mysql")) {
      throw new FailureException(
          FailureCode.CONNECTION_INVALID, "it is the server's own", "Name another.");
    }
  }

  @Override
  public DestinationReport inspect(BackupDestination destination) {
    if (crash) {
      throw new IllegalStateException("crash");
    }
    try {
      pause.pass();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    inspected.add(destination);
    return new DestinationReport(
        List.of(
            new DestinationReport.Step("write", true, "wrote 16 bytes"),
            new DestinationReport.Step(
                "list", destinationProblem.isEmpty(), destinationProblem.orElse("found it"))));
  }

  @Override
  public String resolveLocalPath(String path) throws FailureException {
    if (!path.startsWith(ROOT + "/")) {
      throw new FailureException(
          FailureCode.DESTINATION_INVALID,
          "the path is outside of the allowed roots",
          "Choose a path below " + ROOT + ".");
    }
    return path;
  }

  @Override
  public String createLocalFolder(DestinationId destination) {
    return ROOT + "/" + destination;
  }
}
