package holdfast.cli.demo;

import holdfast.cli.RunningServer;
import holdfast.cli.ServerStarter;
import holdfast.cli.StartException;
import holdfast.settings.Setting;
import holdfast.settings.Settings;
import holdfast.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Runs the {@link Demo} and sees that nothing stays: also when it fails, and on Ctrl-C. */
public final class DemoCommand {
  private static final String DATA_DIR_FLAG = "--data-dir";

  private final ServerStarter starter;

  public DemoCommand(ServerStarter starter) {
    this.starter = starter;
  }

  public static CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().mixinStandardHelpOptions(true);
    spec.usageMessage()
        .description(
            "Backs up and restores a real PostgreSQL database that is made for it and thrown away.");
    spec.addOption(
        OptionSpec.builder(DATA_DIR_FLAG)
            .type(Path.class)
            .paramLabel("FOLDER")
            .description(
                "Folder for catalog and backups, kept afterwards. Without it: a temporary one.")
            .build());
    return spec;
  }

  /** The process's exit code: 0 only if every step was well. */
  public int run(ParseResult parsed) {
    Path kept = parsed.matchedOptionValue(DATA_DIR_FLAG, (Path) null);
    try (Cleanup cleanup = Cleanup.onExit()) {
      return run(kept, cleanup);
    }
  }

  private int run(@Nullable Path kept, Cleanup cleanup) {
    try {
      Path dataDir = kept != null ? kept.toAbsolutePath() : cleanup.temporaryFolder();
      RunningServer server = cleanup.owns(starter.start(settings(dataDir)));
      Demo.step("A server listens on " + server.url() + ", with an embedded catalog.");
      ThrowawayPostgres postgres = cleanup.owns(ThrowawayPostgres.start(cleanup.temporaryFolder()));
      new Demo(server, postgres).run(kept);
      return 0;
    } catch (StartException | SettingsException | DemoException | IOException | SQLException e) {
      return failed(String.valueOf(e.getMessage()), cleanup);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } catch (RuntimeException e) {
      return failed(e + ". This is a mistake in Holdfast: please report it.", cleanup);
    }
  }

  private static int failed(String why, Cleanup cleanup) {
    if (!cleanup.wasTold()) {
      System.err.println("The demo failed: " + why.replaceAll("\\s+", " "));
    }
    return 1;
  }

  private static Settings settings(Path dataDir) throws SettingsException, IOException {
    Files.createDirectories(dataDir);
    return Settings.read(
        Map.of(), Map.of(Setting.DATA_DIR, dataDir.toString(), Setting.PORT, "0"), noFile());
  }

  private static @Nullable Path noFile() {
    return null;
  }
}
