package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.ConnectionUri;
import holdfast.testing.MariaDbServers;
import holdfast.testing.RedisServers;
import holdfast.testing.SampleDatabase;
import holdfast.testing.mongodb.MongoServers;
import holdfast.testing.mongodb.TestMongo;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * Of each type but PostgreSQL a filled database and two that are to become like it, for
 * src/test/js/types.test.mjs.
 */
record OtherTypes(List<Trio> trios) {

  /**
   * Three databases of one type.
   *
   * @param all how all databases of the server are reached, by who sees all
   */
  record Trio(
      String type,
      SampleDatabase source,
      SampleDatabase target,
      SampleDatabase fork,
      ConnectionUri all) {}

  /** The addresses of three databases, as the script reads them. */
  private record Addresses(String type, String source, String target, String fork, String all) {
    static Addresses of(Trio trio) {
      return new Addresses(
          trio.type,
          uri(trio.source),
          uri(trio.target),
          uri(trio.fork),
          trio.all.secret().reveal());
    }

    private static String uri(SampleDatabase database) {
      return database.connection().secret().reveal();
    }
  }

  static OtherTypes made() {
    MariaDbServers.shared().showAllDatabases();
    return new OtherTypes(
        List.of(
            filled("mysql", MariaDbServers.shared()::createDatabase, SampleDatabase::connection),
            filled(
                "mongodb",
                MongoServers.replicaSet()::createDatabase,
                source -> source.connection(TestMongo.EVERYWHERE, TestMongo.PASSWORD)),
            filled("redis", RedisServers.shared()::createDatabase, SampleDatabase::connection)));
  }

  private static <D extends SampleDatabase> Trio filled(
      String type, Supplier<D> made, Function<D, ConnectionUri> all) {
    D source = made.get();
    source.fill();
    return new Trio(type, source, made.get(), made.get(), all.apply(source));
  }

  /** For the script's environment. */
  String json() {
    return new JsonMapper().writeValueAsString(trios.stream().map(Addresses::of).toList());
  }

  List<String> secrets() {
    return trios.stream().map(trio -> trio.source.password()).toList();
  }

  /** Fails where a copy is not like its source. */
  void requireEqual() {
    for (Trio trio : trios) {
      Object expected = trio.source.contents();
      assertThat(trio.target.contents()).as("the target of type " + trio.type).isEqualTo(expected);
      assertThat(trio.fork.contents()).as("the fork of type " + trio.type).isEqualTo(expected);
    }
  }
}
