package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.tool.ClientTool;
import holdfast.database.tool.PrivateFolders;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientToolsTest {
  @TempDir Path folder;

  @Test
  void dumpsWithTheServersOwnVersionAndElseTheOldestThatIsNewer() throws Exception {
    ClientTools tools = machineWith("18.1", "14.9", "16.4", "17rc1");
    assertThat(tools.dumper(server(14)).version()).isEqualTo("14.9");
    assertThat(tools.dumper(server(15)).version()).isEqualTo("16.4");
    assertThat(tools.dumper(server(17)).version()).isEqualTo("17rc1");
    assertThat(tools.dumper(server(18)).title()).isEqualTo("pg_dump 18.1");
  }

  @Test
  void restoresWithTheServersOwnVersionAndElseTheNearest() throws Exception {
    ClientTools tools = machineWith("13.1", "15.2", "18.1");
    assertThat(tools.restorer(archive(14), server(15)).version()).isEqualTo("15.2");
    assertThat(tools.restorer(archive(14), server(14)).version()).isIn("13.1", "15.2");
    assertThat(tools.restorer(archive(14), server(17)).version()).isEqualTo("18.1");
  }

  @Test
  void restoresOnlyWithAToolThatReadsTheArchiveAndSpeaksToTheServer() throws Exception {
    ClientTools tools = machineWith("15.2", "18.1");
    assertThat(tools.restorer(archive(16), server(17)).version()).isEqualTo("18.1");
    Failure failure = failure(() -> tools.restorer(archive(16), server(15)));
    assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);
    assertThat(failure.hint()).contains("version 17 or newer", "postgresql-client-15");
  }

  @Test
  void warnsOfBackupsThatCouldNotBeRestoredWhereTheyComeFrom() throws Exception {
    ClientTools tools = machineWith("18.1");
    ClientTool tool = tools.dumper(server(15));
    assertThat(tools.oneWayWarning(tool, server(15)).orElseThrow())
        .contains("pg_dump 18.1", "postgresql-client-15");
    assertThat(tools.oneWayWarning(tool, server(17))).isEmpty();
  }

  @Test
  void saysWhatItFoundAndWhatIsNeeded() throws Exception {
    ClientTools tools = machineWith("15.2", "14.9");
    Failure failure = failure(() -> tools.dumper(server(17)));
    assertThat(failure.code()).isEqualTo(FailureCode.TOOL_TOO_OLD);
    assertThat(failure.message())
        .isEqualTo("no suitable pg_dump on this machine: found 15.2, 14.9, version 17 is needed");
    assertThat(failure.hint()).contains("postgresql-client-17", "postgresql@17");
  }

  @Test
  void saysThatThereIsNone() throws Exception {
    ClientTools tools = machineWith();
    Failure failure = failure(() -> tools.dumper(server(15)));
    assertThat(failure.code()).isEqualTo(FailureCode.TOOL_MISSING);
    assertThat(failure.message()).contains("no pg_dump", "version 15");
    assertThat(failure.hint()).contains("postgresql-client-15");
  }

  @Test
  void passesOverWhatIsNoToolAndDebiansWrapper() throws Exception {
    Path broken = tool("broken", "pg_dump", "exit 1");
    Path wrapper = tool("share", "pg_wrapper", "echo 'pg_dump (PostgreSQL) 18.1'");
    Path linked = Files.createDirectory(folder.resolve("linked"));
    Files.createSymbolicLink(linked.resolve("pg_dump"), wrapper.resolve("pg_wrapper"));
    ClientTools tools = new ClientTools(List.of(broken, linked, folder.resolve("nowhere")));
    assertThat(failure(() -> tools.dumper(server(15))).code()).isEqualTo(FailureCode.TOOL_MISSING);
  }

  @Test
  void findsThoseOfThisMachine() throws Exception {
    assertThat(ClientTools.ofThisMachine(PrivateFolders.ofThisMachine()).dumper(server(14)).major())
        .isGreaterThanOrEqualTo(14);
  }

  private ClientTools machineWith(String... versions) throws IOException {
    List<Path> folders = new ArrayList<>();
    for (String version : versions) {
      folders.add(tool(version, "pg_dump", "echo 'pg_dump (PostgreSQL) " + version + " (Me 1)'"));
      tool(version, "pg_restore", "echo 'pg_restore (PostgreSQL) " + version + "'");
    }
    return new ClientTools(folders);
  }

  private Path tool(String where, String name, String script) throws IOException {
    Path bin = Files.createDirectories(folder.resolve(where));
    Path tool = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    return bin;
  }

  private static PgServer server(int major) {
    return new PgServer(major + ".3", major, "UTF8");
  }

  private static ArchiveHeader archive(int minor) {
    return new ArchiveHeader(minor, false, "", "");
  }

  private static Failure failure(Asked asked) {
    return catchThrowableOfType(FailureException.class, asked::ask).failure();
  }

  private interface Asked {
    void ask() throws FailureException;
  }
}
