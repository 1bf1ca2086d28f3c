package holdfast.chaos;

import holdfast.testing.FaultyHttpProxy;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What lies around the installations: the S3 server and the proxy in front of it, the database
 * server of sources and targets, the disk of the local destinations.
 */
final class Surroundings implements AutoCloseable {
  static final String BUCKET = "chaos";

  private final S3Server s3;
  private final FaultyHttpProxy proxy;
  private final PostgresServer databases;
  private final Disk disk;
  private List<String> startDatabases = List.of();

  private Surroundings(S3Server s3, FaultyHttpProxy proxy, PostgresServer databases, Disk disk) {
    this.s3 = s3;
    this.proxy = proxy;
    this.databases = databases;
    this.disk = disk;
  }

  static Surroundings start(Path folder) throws Exception {
    S3Server s3 = S3Server.start();
    s3.createBucket(BUCKET);
    PostgresServer databases =
        PostgresServers.start(14, Files.createDirectories(folder.resolve("databases")));
    return new Surroundings(s3, FaultyHttpProxy.before(s3.port()), databases, Disk.mount(folder));
  }

  S3Server s3() {
    return s3;
  }

  FaultyHttpProxy proxy() {
    return proxy;
  }

  PostgresServer databases() {
    return databases;
  }

  Disk disk() {
    return disk;
  }

  void crashDatabases() throws IOException {
    startDatabases = databases.crash();
  }

  void startDatabasesAgain() throws IOException {
    databases.startAgain(startDatabases);
  }

  /** Gives back what outlives this process. */
  void abandon() {
    try {
      disk.close();
    } catch (IOException | AssertionError gone) {
      return;
    }
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    s3.close();
    databases.close();
    disk.close();
  }
}
