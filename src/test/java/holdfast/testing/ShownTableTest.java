package holdfast.testing;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.AddonType;
import holdfast.model.BackupType;
import holdfast.testing.ShownTable.Deed;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShownTableTest {
  private static final String BACKED_UP =
      ShownTable.note(Deed.BACKED_UP, AddonType.POSTGRESQL, BackupType.SNAPSHOT, "PostgreSQL 15");
  private static final String STARTED =
      ShownTable.note(Deed.RESTORED, AddonType.POSTGRESQL, BackupType.SNAPSHOT, "PostgreSQL 15");
  private static final String NEWER =
      ShownTable.note(Deed.BACKED_UP, AddonType.POSTGRESQL, BackupType.SNAPSHOT, "PostgreSQL 18");

  private static String after(String before, String mode, String... notes) throws Exception {
    return new ShownTable(Set.of(notes)).after(before, mode);
  }

  @Test
  void tellsWhatWasBackedUpFromWhatWasRestored() throws Exception {
    assertThat(after("", "suite", BACKED_UP))
        .contains("| postgresql | snapshot | PostgreSQL 15 |  |  |  |\n");
    assertThat(after("", "suite", BACKED_UP, STARTED))
        .contains(
            "| postgresql | snapshot | PostgreSQL 15 |  | unpacked and started: PostgreSQL 15 |  |\n");
  }

  @Test
  void saysOfEachKindThatADriverDoesNotTake() throws Exception {
    assertThat(after("", "suite"))
        .contains("| mysql | snapshot | not supported | | | |\n")
        .contains("| mongodb | snapshot | not supported | | | |\n")
        .contains("| redis | dump | not supported | | | |\n")
        .contains("| redis | snapshot |  |  |  |  |\n");
  }

  @Test
  void whatOnlyTheLongerRunShowsStandsApart() throws Exception {
    String suite = after("", "suite", BACKED_UP, STARTED);
    String all = after(suite, "all", BACKED_UP, STARTED, NEWER);

    assertThat(all)
        .contains("| PostgreSQL 15 | PostgreSQL 18 | unpacked and started: PostgreSQL 15 |  |\n");
    assertThat(after(all, "all", BACKED_UP, STARTED, NEWER)).isEqualTo(all);
    assertThat(after(all, "suite", BACKED_UP, STARTED)).isEqualTo(all);
    assertThat(after(all, "part", BACKED_UP)).as("a machine that has less").isEqualTo(all);
  }

  @Test
  void whatARunDoesNotShowAnyMoreIsNotSaid() throws Exception {
    String said = after("", "suite", BACKED_UP, STARTED);

    assertThat(after(said, "suite", BACKED_UP)).doesNotContain("started:");
    assertThat(after(said, "all", BACKED_UP)).doesNotContain("started:");
    assertThat(after(said, "part", BACKED_UP, NEWER)).contains("| PostgreSQL 15, PostgreSQL 18 |");
  }
}
