package holdfast.database.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.DatabaseDriver;
import holdfast.database.DatabaseDriverContract;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.SampleDatabase;
import holdfast.testing.mongodb.MongoServers;
import holdfast.testing.mongodb.TestMongo;
import holdfast.testing.mongodb.TestMongoDatabase;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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

  /** Or a backup of all would be called completed without those that the server hides. */
  @Test
  void whoDoesNotSeeAllDatabasesIsTold() throws Exception {
    TestMongoDatabase any = MongoServers.replicaSet().createDatabase();
    FailureException e =
        catchThrowableOfType(
            FailureException.class, () -> driver().requireAllVisible(any.connection()));
    assertThat(e.failure().code()).isEqualTo(FailureCode.DATABASE_RIGHTS);
    assertThat(e.failure().hint()).contains("readAnyDatabase");

    driver().requireAllVisible(any.connection(TestMongo.EVERYWHERE, TestMongo.PASSWORD));
  }
}
