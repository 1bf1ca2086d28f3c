package holdfast.cli;

import holdfast.settings.SettingsTable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code holdfast settings}: the table of all settings. */
final class SettingsCommand {
  private SettingsCommand() {}

  static CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().mixinStandardHelpOptions(true);
    spec.usageMessage().description("Prints the table of all settings.");
    return spec;
  }

  static int run() {
    System.out.print(SettingsTable.markdown());
    return ExitCode.OK;
  }
}
