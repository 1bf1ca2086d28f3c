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
 * Of each type but PostgreSQL a filled database and three that are to become like it, for
 * src/test/js/types.test.mjs.
 */
record OtherTypes(List<Quartet> quartets) {

  /**
   * Four databases of one type.
   *
   * @param all how all databases of the server are reached, by who sees all
   */
  record Quartet(
      String type,
      SampleDatabase source,
      SampleDatabase target,
      SampleDatabase fork,
      SampleDatabase byUrl,
      ConnectionUri all) {}

  /** The addresses of four databases, as the script reads them. */
  private record Addresses(
      String type, String source, String target, String fork, String byUrl, String all) {
    static Addresses of(Quartet quartet) {
      return new Addresses(
          quartet.type,
          uri(quartet.source),
          uri(quartet.target),
          uri(quartet.fork),
          uri(quartet.byUrl),
          quartet.all.secret().reveal());
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

  private static <D extends SampleDatabase> Quartet filled(
      String type, Supplier<D> made, Function<D, ConnectionUri> all) {
    D source = made.get();
    source.fill();
    return new Quartet(type, source, made.get(), made.get(), made.get(), all.apply(source));
  }

  /** For the script's environment. */
  String json() {
    return new JsonMapper().writeValueAsString(quartets.stream().map(Addresses::of).toList());
  }

  List<String> secrets() {
    return quartets.stream().map(quartet -> quartet.source.password()).toList();
  }

  /** Fails where a copy is not like its source. */
  void requireEqual() {
    for (Quartet quartet : quartets) {
      Object expected = quartet.source.contents();
      assertThat(quartet.target.contents())
          .as("the target of type " + quartet.type)
          .isEqualTo(expected);
      assertThat(quartet.fork.contents())
          .as("the fork of type " + quartet.type)
          .isEqualTo(expected);
      assertThat(quartet.byUrl.contents())
          .as("what was imported by its URL, of type " + quartet.type)
          .isEqualTo(expected);
    }
  }
}
