package holdfast.engine;

import holdfast.database.DatabaseDriver;
import holdfast.database.Dump;
import holdfast.database.Probe;
import holdfast.database.RunContext;
import holdfast.model.Addon;
import holdfast.model.Backup;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.Coverage;
import holdfast.model.DatabaseSet;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.FoundDatabase;
import holdfast.model.RunTag;
import holdfast.model.WebUrl;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Where the bytes of a backup are read from. */
sealed interface DumpSource {

  /**
   * What is to be read, one after another; at least one. Looks at the database, and reads nothing
   * yet.
   */
  List<DumpPart> parts(RunJournal journal) throws FailureException;

  /**
   * What else has to be read when one of the parts is found to be gone: it may have been renamed.
   *
   * @param known all parts so far
   */
  default List<DumpPart> appearedSince(List<DumpPart> known) throws FailureException {
    return List.of();
  }

  /** What can be done where one of the parts is what fails; empty where nothing can. */
  default String advice() {
    return "";
  }

  /** Ends what a dead run of this tag has left there. */
  void settle(RunTag tag) throws FailureException;

  /**
   * @param known of this backup, read just now
   */
  static DumpSource of(Backup backup, Known known, Facilities facilities) throws FailureException {
    DatabaseDriver driver = facilities.drivers().of(backup.origin().addonType());
    return switch (backup.source()) {
      case SAME_ADDON, SNAPSHOT -> {
        Addon addon =
            known.addon().isPresent()
                ? known.addon().get()
                : facilities.addon(backup.origin().addonId());
        yield ofAddon(driver, backup.type(), addon);
      }
      case LIVE_INSTANCE -> imported(driver, backup, facilities);
      case EXTERNAL_DUMP ->
          new File(
              driver, new WebUrl(facilities.importedFrom(backup.id())), facilities.importedFiles());
      case FILE_UPLOAD -> throw new IllegalStateException("what was uploaded is not run");
    };
  }

  private static DumpSource imported(DatabaseDriver driver, Backup backup, Facilities facilities)
      throws FailureException {
    ConnectionUri connection = new ConnectionUri(facilities.importedFrom(backup.id()));
    DumpSource source =
        at(driver, backup.type(), backup.databases(), connection, LeftOut.byImport());
    boolean isNamed = backup.databases().all() || connection.database().isPresent();
    return isNamed ? source : new Unnamed(source);
  }

  /** As the addon is now: its coverage may have changed since the backup was asked for. */
  private static DumpSource ofAddon(DatabaseDriver driver, BackupType type, Addon addon)
      throws FailureException {
    Coverage coverage = addon.coverage();
    DatabaseSet databases = coverage.databasesOf(addon.type(), type);
    boolean isOfServer = coverage.allDatabases() && !databases.all();
    ConnectionUri connection =
        isOfServer ? driver.anywhere(addon.connection()) : addon.connection();
    return at(driver, type, databases, connection, LeftOut.byAddon(coverage.except()));
  }

  private static DumpSource at(
      DatabaseDriver driver,
      BackupType type,
      DatabaseSet databases,
      ConnectionUri connection,
      LeftOut leftOut) {
    return databases.all()
        ? new DatabaseServer(driver, type, connection, leftOut)
        : new Database(driver, type, connection);
  }

  /** A database at its server: the addon's own, or one that is imported. */
  record Database(DatabaseDriver driver, BackupType type, ConnectionUri connection)
      implements DumpSource {

    @Override
    public List<DumpPart> parts(RunJournal journal) throws FailureException {
      requireCapable(driver, type);
      Probe probe = look(journal);
      // It is the one database's, and says nothing of all the others at the server.
      long expected = driver.type().isPhysical(type) ? 0 : probe.sizeBytes();
      return List.of(DumpPart.only(expected, this::open));
    }

    Probe look(RunJournal journal) throws FailureException {
      Probe probe = driver.probe(connection);
      String title = driver.type().titleOf(probe.version());
      journal.say(
          driver.type().isPhysical(type)
              ? "the server answers: " + title
              : "the database answers: %s, about %d bytes".formatted(title, probe.sizeBytes()));
      probe.warnings().forEach(journal::say);
      return probe;
    }

    Dump open(RunTag tag, RunJournal journal) throws FailureException {
      Dump dump = driver.dump(type, new RunContext(connection, tag, journal));
      String verb = type == BackupType.DUMP ? "dumping" : "reading a snapshot of";
      journal.say(verb + " " + driver.type().titleOf(dump.serverVersion()));
      return dump;
    }

    @Override
    public void settle(RunTag tag) throws FailureException {
      driver.settle(connection, tag);
    }
  }

  /** A database that is imported by a connection that names none, which some types let pass. */
  record Unnamed(DumpSource source) implements DumpSource {

    @Override
    public List<DumpPart> parts(RunJournal journal) throws FailureException {
      try {
        return source.parts(journal);
      } catch (FailureException e) {
        Failure failure = e.failure();
        if (failure.code() != FailureCode.CONNECTION_INVALID) {
          throw e;
        }
        throw new FailureException(
            failure.code(),
            failure.message(),
            failure.hint() + " To import all databases of the server, set importAllDatabases.");
      }
    }

    @Override
    public void settle(RunTag tag) throws FailureException {
      source.settle(tag);
    }
  }

  /** All databases of a server that it has when the run begins, but some. */
  record DatabaseServer(
      DatabaseDriver driver, BackupType type, ConnectionUri connection, LeftOut leftOut)
      implements DumpSource {

    @Override
    public List<DumpPart> parts(RunJournal journal) throws FailureException {
      requireCapable(driver, type);
      List<DumpPart> parts = new ArrayList<>();
      for (FoundDatabase found : readable()) {
        parts.add(part(found, parts.size()));
      }
      journal.say("databases of the server: %d".formatted(parts.size()));
      return parts;
    }

    /** Found out before hours are spent on others: what nobody can read makes no backup. */
    private List<FoundDatabase> readable() throws FailureException {
      List<FoundDatabase> covered =
          ServerInspection.covered(driver, connection, leftOut.databases());
      for (FoundDatabase found : covered) {
        if (found.obstacle().isPresent()) {
          Failure why = found.obstacle().get();
          throw new FailureException(why.code(), why.message(), why.hint() + advice());
        }
      }
      return covered;
    }

    @Override
    public String advice() {
      return leftOut.advice();
    }

    private DumpPart part(FoundDatabase found, int number) {
      return DumpPart.of(
          found.name(),
          number,
          found.sizeBytes().orElse(0),
          (tag, journal) -> {
            journal.say("the database \"%s\"".formatted(found.name()));
            Database database = at(found.name());
            database.look(journal);
            return database.open(tag, journal);
          },
          () -> isThere(found.name()));
    }

    /**
     * The database itself is asked: a server does not list what it hides from a login that has lost
     * its rights to it.
     */
    private boolean isThere(String name) throws FailureException {
      try {
        driver.probe(driver.naming(connection, name));
        return true;
      } catch (FailureException e) {
        if (e.failure().code() == FailureCode.DATABASE_MISSING) {
          return false;
        }
        throw e;
      }
    }

    @Override
    public List<DumpPart> appearedSince(List<DumpPart> known) throws FailureException {
      Set<String> names =
          known.stream().map(DumpPart::database).collect(Collectors.toCollection(HashSet::new));
      List<DumpPart> appeared = new ArrayList<>();
      for (FoundDatabase found : ServerInspection.listed(driver, connection, leftOut.databases())) {
        if (names.add(found.name())) {
          appeared.add(part(found, known.size() + appeared.size()));
        }
      }
      return appeared;
    }

    private Database at(String name) throws FailureException {
      return new Database(driver, type, driver.naming(connection, name));
    }

    /** From whichever database it can be reached: sessions belong to the server. */
    @Override
    public void settle(RunTag tag) throws FailureException {
      FailureException last = null;
      for (FoundDatabase found : driver.databases(connection)) {
        try {
          at(found.name()).settle(tag);
          return;
        } catch (FailureException e) {
          last = e;
        }
      }
      if (last != null) {
        throw last;
      }
    }
  }

  private static void requireCapable(DatabaseDriver driver, BackupType type)
      throws FailureException {
    if (!driver.capabilities().backupTypes().contains(type)) {
      throw new FailureException(
          FailureCode.DATABASE_UNSUPPORTED,
          "this version takes no %s of %s".formatted(type.wire(), driver.type().title()),
          "Take a backup of another type.");
    }
  }

  /** A dump that lies somewhere in the web. */
  record File(DatabaseDriver driver, WebUrl url, ImportedFiles files) implements DumpSource {

    @Override
    public List<DumpPart> parts(RunJournal journal) {
      return List.of(DumpPart.only(0, this::open));
    }

    private Dump open(RunTag tag, RunJournal journal) {
      Dump dump = driver.imported(files.open(url, journal));
      journal.say("fetching a dump of " + driver.type().title());
      return dump;
    }

    @Override
    public void settle(RunTag tag) {
      // A request leaves nothing behind: it ends with its process.
    }
  }
}
