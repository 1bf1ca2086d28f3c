package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.MariaDbServers;
import holdfast.testing.RedisServers;
import holdfast.testing.SampleDatabase;
import holdfast.testing.mongodb.MongoServers;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * Of each type but PostgreSQL a filled database and two that are to become like it, for
 * src/test/js/types.test.mjs.
 */
record OtherTypes(List<Trio> trios) {

  /** Three databases of one type. */
  record Trio(String type, SampleDatabase source, SampleDatabase target, SampleDatabase fork) {}

  /** The addresses of three databases, as the script reads them. */
  private record Addresses(String type, String source, String target, String fork) {
    static Addresses of(Trio trio) {
      return new Addresses(trio.type, uri(trio.source), uri(trio.target), uri(trio.fork));
    }

    private static String uri(SampleDatabase database) {
      return database.connection().secret().reveal();
    }
  }

  static OtherTypes made() {
    return new OtherTypes(
        List.of(
            filled("mysql", MariaDbServers.shared()::createDatabase),
            filled("mongodb", MongoServers.replicaSet()::createDatabase),
            filled("redis", RedisServers.shared()::createDatabase)));
  }

  private static Trio filled(
      String type, java.util.function.Supplier<? extends SampleDatabase> made) {
    Trio trio = new Trio(type, made.get(), made.get(), made.get());
    trio.source.fill();
    return trio;
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
