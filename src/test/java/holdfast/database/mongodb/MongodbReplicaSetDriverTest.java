package holdfast.database.mongodb;

import holdfast.testing.SampleDatabase;
import holdfast.testing.mongodb.MongoServers;

/** The same at a replica set, whose reads are of one moment. */
class MongodbReplicaSetDriverTest extends MongodbDriverTest {

  @Override
  protected SampleDatabase newDatabase() {
    return MongoServers.replicaSet().createDatabase();
  }
}
