package holdfast.scheduler;

import holdfast.catalog.Catalog;
import holdfast.catalog.SqliteCatalog;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteDueSchedulesTest extends DueSchedulesContract {
  @TempDir Path folder;

  @Override
  Catalog open() {
    return openAgain();
  }

  @Override
  Catalog openAgain() {
    return SqliteCatalog.open(
        folder.resolve("catalog.db"), new Timetable.NoCipher(), (backup, copy) -> "{}");
  }
}
