package holdfast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.engine.Inspections.DatabaseReport;
import holdfast.model.ConnectionUri;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.FakeDatabaseDriver;
import holdfast.testing.FaultyDump;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ServerInspectionTest {
  private static final Failure NO_RIGHTS =
      new Failure(FailureCode.DATABASE_RIGHTS, "may not read", "Grant it.");

  private static final Failure SHUT =
      new Failure(FailureCode.DATABASE_UNSUPPORTED, "it lets nobody in", "Open it.");

  private final FakeDatabaseDriver driver = new FakeDatabaseDriver().dumpBytes(100);
  private final ServerInspection inspection =
      new ServerInspection(driver, new ConnectionUri("fake://there"));

  @Test
  void looksAtEachDatabaseThatIsNotLeftOut() throws Exception {
    driver.databases("shop", "logs", "scratch").refuse("logs", NO_RIGHTS);

    DatabaseReport report = inspection.of(Set.of("scratch"));

    assertThat(report.version()).isEqualTo(FaultyDump.VERSION);
    assertThat(report.sizeBytes()).isEqualTo(200);
    assertThat(report.isEmpty()).isFalse();
    assertThat(report.warnings())
        .containsExactly(
            "logs: Backups will fail: may not read. Grant it. Or leave it out: connection.except.");
  }

  @Test
  void saysOfEachThatNobodyCanReadThatBackupsWillFail() throws Exception {
    driver.databases("shop", "shut").obstacle("shut", SHUT);

    assertThat(inspection.of(Set.of()).warnings())
        .containsExactly(
            "shut: Backups will fail: it lets nobody in. Open it. Or leave it out: connection.except.");
    assertThat(inspection.of(Set.of("shut")).warnings()).isEmpty();
    assertThatThrownBy(() -> inspection.of(Set.of("shop")))
        .isInstanceOf(FailureException.class)
        .hasMessage("it lets nobody in");
  }

  @Test
  void saysOnceWhatHoldsForMany() throws Exception {
    driver.databases(names(7)).warning("No tool.");

    assertThat(inspection.of(Set.of()).warnings())
        .containsExactly("d0, d1, d2, d3, d4 and 2 more: No tool.");
  }

  @Test
  void looksAtSoManyAtMost() throws Exception {
    driver.databases(names(150));

    DatabaseReport report = inspection.of(Set.of());

    assertThat(report.sizeBytes()).isEqualTo(15_000);
    assertThat(report.warnings())
        .containsExactly("The server has 150 databases, of which 100 were looked at.");
  }

  @Test
  void failsWhereNoneCanBeLookedAtOrNoneIsThere() {
    driver.databases("shop").refuse(NO_RIGHTS);
    assertThatThrownBy(() -> inspection.of(Set.of()))
        .isInstanceOf(FailureException.class)
        .hasMessage("may not read");
    assertThatThrownBy(() -> inspection.of(Set.of("shop")))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("no database");
  }

  private static String[] names(int count) {
    List<String> names = IntStream.range(0, count).mapToObj(number -> "d" + number).toList();
    return names.toArray(String[]::new);
  }
}
