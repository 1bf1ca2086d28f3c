package holdfast.cli;

import holdfast.settings.Setting;
import holdfast.settings.Settings;
import holdfast.settings.SettingsException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code holdfast server}: the service itself, until SIGTERM or SIGINT. */
final class ServerCommand {
  private final ServerStarter starter;

  ServerCommand(ServerStarter starter) {
    this.starter = starter;
  }

  static CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().mixinStandardHelpOptions(true);
    spec.usageMessage()
        .description(
            "Starts the service. Each flag can be a variable or a line in a file as well.");
    SettingFlags.add(spec, List.of(Setting.values()));
    return spec;
  }

  int run(ParseResult parsed) {
    try {
      return serve(SettingFlags.read(parsed));
    } catch (SettingsException e) {
      System.err.println("holdfast: " + e.getMessage());
      return ExitCode.USAGE;
    } catch (StartException e) {
      System.err.println("holdfast: " + e.getMessage());
      return ExitCode.FAILED;
    }
  }

  private int serve(Settings settings) throws StartException {
    RunningServer server = starter.start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
    server.greeting().forEach(System.out::println);
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.OK;
  }
}
