package holdfast.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.model.AddonType;
import holdfast.model.ConnectionUri;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of the database that is chosen for a restore into an addon of all databases, by every driver. */
class ChosenDatabaseTest {

  @ParameterizedTest
  @CsvSource({
    "POSTGRESQL, template1, the server's own",
    "MYSQL, mysql, the server's own",
    "MONGODB, admin, the server's own",
    "MONGODB, a b, has such a name",
    "REDIS, shop, has such a name",
  })
  void whatIsWrongWithItIsSaidOfItsName(AddonType type, String database, String why)
      throws Exception {
    DatabaseDriver driver = DatabaseDrivers.all(Path.of(".")).of(type);
    ConnectionUri server = new ConnectionUri(type.wire() + "://anna:Hidden1@localhost");

    Failure failure =
        catchThrowableOfType(FailureException.class, () -> driver.naming(server, database))
            .failure();

    assertThat(failure.code()).isEqualTo(FailureCode.CONNECTION_INVALID);
    assertThat(failure.message()).startsWith("the database \"" + database + "\" ").contains(why);
    assertThat(failure.message() + failure.hint()).doesNotContain("uri").doesNotContain("Hidden1");
  }

  @ParameterizedTest
  @CsvSource({"POSTGRESQL", "MYSQL", "MONGODB"})
  void aLineBreakIsNamedAndBreaksNoLine(AddonType type) throws Exception {
    DatabaseDriver driver = DatabaseDrivers.all(Path.of(".")).of(type);
    ConnectionUri server = new ConnectionUri(type.wire() + "://anna:Hidden1@localhost");

    Failure failure =
        catchThrowableOfType(FailureException.class, () -> driver.naming(server, "a\r\nb"))
            .failure();

    assertThat(failure.message())
        .startsWith("the database \"a\\r\\nb\" ")
        .contains("line break")
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource({"POSTGRESQL", "MYSQL", "MONGODB"})
  void whatIsWrongWithTheConnectionIsSaidOfIt(AddonType type) throws Exception {
    DatabaseDriver driver = DatabaseDrivers.all(Path.of(".")).of(type);
    ConnectionUri server = new ConnectionUri(type.wire() + "://anna:Hidden1@localhost?odd=1");

    Failure failure =
        catchThrowableOfType(FailureException.class, () -> driver.naming(server, "shop")).failure();

    assertThat(failure.message()).contains("uri");
  }
}
