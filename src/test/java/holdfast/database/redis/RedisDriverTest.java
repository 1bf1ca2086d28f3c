package holdfast.database.redis;

import holdfast.database.DatabaseDriver;
import holdfast.database.DatabaseDriverContract;
import holdfast.model.BackupType;
import holdfast.testing.RedisRelease;
import holdfast.testing.RedisServer;
import holdfast.testing.RedisServers;
import holdfast.testing.SampleDatabase;
import org.junit.jupiter.api.AfterEach;

class RedisDriverTest extends DatabaseDriverContract {

  /** Which server it is about. */
  RedisRelease release() {
    return RedisRelease.OWN;
  }

  private RedisServer server() {
    return RedisServers.shared(release());
  }

  @Override
  protected DatabaseDriver driver() {
    return new RedisDriver();
  }

  @Override
  protected BackupType backupType() {
    return BackupType.SNAPSHOT;
  }

  @Override
  protected SampleDatabase newDatabase() {
    return server().createDatabase();
  }

  @Override
  @AfterEach
  protected void dropDatabases() {
    server().dropDatabases();
  }
}
