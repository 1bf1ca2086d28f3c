import holdfast.database.DatabaseDriver;
import holdfast.database.Dump;
import holdfast.database.IfOccupied;
import holdfast.database.DumpFacts;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.AddonType;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.RunTag;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** A driver that has nothing to do. */
final class NoDatabase implements DatabaseDriver {
  @Override
  public AddonType type() {
    return AddonType.POSTGRESQL;
  }

  @Override
  public holdfast.database.Capabilities capabilities() {
    return new holdfast.database.Capabilities(java.util.Set.of(BackupType.DUMP));
  }

  @Override
  public String server(ConnectionUri connection) {
    return connection.secret().reveal();
  }

  @Override
  public holdfast.database.Probe probe(ConnectionUri connection) {
    return new holdfast.database.Probe("17.2", 0, true, List.of());
  }

  @Override
  public List<holdfast.model.FoundDatabase> databases(ConnectionUri server) {
    return List.of();
  }

  @Override
  public ConnectionUri naming(ConnectionUri server, String database) {
    return server;
  }

  @Override
  public Dump dump(BackupType type, RunContext run) {
    return new Dump() {
      @Override
      public String format() {
        return "nothing";
      }

      @Override
      public String serverVersion() {
        return "17.2";
      }

      @Override
      public InputStream stream() {
        return new ByteArrayInputStream(new byte[0]);
      }

      @Override
      public DumpFacts awaitSuccess() {
        return new DumpFacts("17.2", "none", Map.of());
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public Dump imported(InputStream file) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Restoration restore(RunContext run, IfOccupied ifOccupied) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void fence(ConnectionUri connection, RunTag tag) {}

  @Override
  public boolean tookEffect(ConnectionUri connection, RunTag tag) {
    return false;
  }

  @Override
  public void settle(ConnectionUri connection, RunTag tag) {}
}
