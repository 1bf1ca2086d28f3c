package holdfast.database.postgresql;

import holdfast.database.DatabaseDriver;
import holdfast.database.ToolDriverContract;
import holdfast.testing.PostgresServers;
import holdfast.testing.SampleDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class PostgresqlDriverTest extends ToolDriverContract {

  @Override
  protected DatabaseDriver driver() {
    return new PostgresqlDriver();
  }

  @Override
  protected DatabaseDriver driverWhoseToolSays(Path bytes, Path toolFolder) throws IOException {
    Path tool = toolFolder.resolve("pg_dump");
    Files.writeString(
        tool,
        """
        #!/bin/sh
        case $1 in --version) echo 'pg_dump (PostgreSQL) 99.1';; *) cat '%s';; esac
        """
            .formatted(bytes));
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    return new PostgresqlDriver(new ClientTools(List.of(toolFolder)));
  }

  @Override
  protected SampleDatabase newDatabase() {
    return PostgresServers.shared(15).createDatabase();
  }

  @Override
  @AfterEach
  protected void dropDatabases() {
    PostgresServers.dropDatabases();
  }
}
