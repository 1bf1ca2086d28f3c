package holdfast.engine;

import holdfast.database.DatabaseDriver;
import holdfast.database.Dump;
import holdfast.database.Probe;
import holdfast.database.RunContext;
import holdfast.model.Addon;
import holdfast.model.Backup;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.RunTag;
import holdfast.model.WebUrl;

/** Where the bytes of a backup are read from. */
sealed interface DumpSource {

  /** As far as it is known before anything is read; 0 where it is not. */
  long expectedBytes(RunJournal journal) throws FailureException;

  /** The caller closes it. */
  Dump open(RunTag tag, RunJournal journal) throws FailureException;

  /** What is done now, in the words of the log. */
  String words(Dump dump);

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
        yield new Database(driver, backup.type(), addon.connection());
      }
      case LIVE_INSTANCE ->
          new Database(
              driver, backup.type(), new ConnectionUri(facilities.importedFrom(backup.id())));
      case EXTERNAL_DUMP ->
          new File(
              driver, new WebUrl(facilities.importedFrom(backup.id())), facilities.importedFiles());
      case FILE_UPLOAD -> throw new IllegalStateException("what was uploaded is not run");
    };
  }

  /** A database at its server: the addon's own, or one that is imported. */
  record Database(DatabaseDriver driver, BackupType type, ConnectionUri connection)
      implements DumpSource {

    @Override
    public long expectedBytes(RunJournal journal) throws FailureException {
      requireCapable();
      Probe probe = driver.probe(connection);
      journal.say(
          "the database answers: %s, about %d bytes"
              .formatted(driver.type().titleOf(probe.version()), probe.sizeBytes()));
      probe.warnings().forEach(journal::say);
      // It is the one database's, and says nothing of all the others at the server.
      return driver.type().isPhysical(type) ? 0 : probe.sizeBytes();
    }

    private void requireCapable() throws FailureException {
      if (!driver.capabilities().backupTypes().contains(type)) {
        throw new FailureException(
            FailureCode.DATABASE_UNSUPPORTED,
            "this version takes no %s of %s".formatted(type.wire(), driver.type().title()),
            "Take a backup of another type.");
      }
    }

    @Override
    public Dump open(RunTag tag, RunJournal journal) throws FailureException {
      return driver.dump(type, new RunContext(connection, tag, journal));
    }

    @Override
    public String words(Dump dump) {
      return "dumping " + driver.type().titleOf(dump.serverVersion());
    }

    @Override
    public void settle(RunTag tag) throws FailureException {
      driver.settle(connection, tag);
    }
  }

  /** A dump that lies somewhere in the web. */
  record File(DatabaseDriver driver, WebUrl url, ImportedFiles files) implements DumpSource {

    @Override
    public long expectedBytes(RunJournal journal) {
      return 0;
    }

    @Override
    public Dump open(RunTag tag, RunJournal journal) {
      return driver.imported(files.open(url, journal));
    }

    @Override
    public String words(Dump dump) {
      return "fetching a dump of " + driver.type().title();
    }

    @Override
    public void settle(RunTag tag) {
      // A request leaves nothing behind: it ends with its process.
    }
  }
}
