package holdfast.database.mongodb;

import holdfast.database.DatabaseDriver;
import holdfast.database.DatabaseDriverContract;
import holdfast.testing.SampleDatabase;
import holdfast.testing.mongodb.MongoServers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

class MongodbDriverTest extends DatabaseDriverContract {

  /** Waits only briefly for a server that is not there: all of them are on this machine. */
  @Override
  protected DatabaseDriver driver() {
    return new MongodbDriver(Duration.ofSeconds(2));
  }

  /** Which says that it is of that version. */
  @Override
  protected String title(String version) {
    return "mongo-java-server as MongoDB " + version;
  }

  @Override
  protected SampleDatabase newDatabase() {
    return MongoServers.replicaSet().createDatabase();
  }

  @Override
  @AfterEach
  protected void dropDatabases() {
    MongoServers.dropDatabases();
  }
}
