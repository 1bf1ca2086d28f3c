package holdfast.cli;

import holdfast.settings.Setting;
import holdfast.settings.Settings;
import holdfast.settings.SettingsException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code holdfast catalog migrate}: from one node to several. */
final class CatalogCommand {
  private final CatalogMover mover;

  CatalogCommand(CatalogMover mover) {
    this.mover = mover;
  }

  static CommandSpec spec() {
    CommandSpec migrate = CommandSpec.create().mixinStandardHelpOptions(true);
    migrate
        .usageMessage()
        .description(
            "Moves the catalog from the file in the data folder into an empty PostgreSQL database, which several nodes can"
                + " share. The server has to be stopped.");
    SettingFlags.add(migrate, List.of(Setting.DATA_DIR, Setting.DATABASE_URL, Setting.SECRET_KEY));
    CommandSpec spec = CommandSpec.create().mixinStandardHelpOptions(true);
    spec.usageMessage().description("What can be done to the catalog as a whole.");
    spec.addSubcommand("migrate", migrate);
    return spec;
  }

  int run(ParseResult parsed) {
    if (!parsed.hasSubcommand()) {
      parsed.commandSpec().commandLine().usage(System.err);
      return ExitCode.USAGE;
    }
    try {
      return move(SettingFlags.read(parsed.subcommand()));
    } catch (SettingsException e) {
      System.err.println("holdfast: " + e.getMessage());
      return ExitCode.USAGE;
    } catch (StartException e) {
      System.err.println("holdfast: " + e.getMessage());
      return ExitCode.FAILED;
    }
  }

  private int move(Settings settings) throws SettingsException, StartException {
    if (settings.databaseUrl() == null) {
      throw new SettingsException(
          "where to? Set HOLDFAST_DATABASE_URL, or name a file that holds it with --database-url-file");
    }
    mover.move(settings).forEach(System.out::println);
    return ExitCode.OK;
  }
}
