package holdfast.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.model.AddonType;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatabaseDriversTest {

  @Test
  void givesEachTypeItsDriver() throws Exception {
    DatabaseDrivers all = DatabaseDrivers.all(Path.of("."));
    for (AddonType type : AddonType.values()) {
      assertThat(all.of(type).type()).isEqualTo(type);
    }
  }

  @Test
  void saysThatATypeHasNoDriver() {
    DatabaseDrivers none = new DatabaseDrivers(List.of());
    FailureException e =
        catchThrowableOfType(FailureException.class, () -> none.of(AddonType.POSTGRESQL));
    assertThat(e.failure().code()).isEqualTo(FailureCode.DATABASE_UNSUPPORTED);
    assertThat(e.failure().hint()).contains("PostgreSQL");
  }
}
