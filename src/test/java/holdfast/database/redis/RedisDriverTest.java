package holdfast.database.redis;

import holdfast.database.DatabaseDriver;
import holdfast.database.DatabaseDriverContract;
import holdfast.model.BackupType;
import holdfast.testing.RedisServers;
import holdfast.testing.SampleDatabase;
import org.junit.jupiter.api.AfterEach;

class RedisDriverTest extends DatabaseDriverContract {

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
    return RedisServers.shared().createDatabase();
  }

  @Override
  @AfterEach
  protected void dropDatabases() {
    RedisServers.shared().dropDatabases();
  }
}
