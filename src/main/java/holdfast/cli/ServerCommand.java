package holdfast.cli;

import holdfast.settings.Setting;
import holdfast.settings.Settings;
import holdfast.settings.SettingsException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code holdfast server}: the service itself, until SIGTERM or SIGINT. */
final class ServerCommand {
  private static final String CONFIG_FLAG = "--config";

  private final ServerStarter starter;

  ServerCommand(ServerStarter starter) {
    this.starter = starter;
  }

  static CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().mixinStandardHelpOptions(true);
    spec.usageMessage()
        .description(
            "Starts the service. Each flag can be a variable or a line in a file as well.");
    spec.addOption(
        OptionSpec.builder(CONFIG_FLAG)
            .type(Path.class)
            .paramLabel("FILE")
            .description("File of settings, one NAME=value a line. Variable: HOLDFAST_CONFIG.")
            .build());
    for (Setting setting : Setting.values()) {
      spec.addOption(
          OptionSpec.builder(setting.flag())
              .type(String.class)
              .paramLabel(setting.isSecret() ? "FILE" : "VALUE")
              .description(setting.description() + " Variable: " + setting.variable() + ".")
              .build());
    }
    return spec;
  }

  int run(ParseResult parsed) {
    try {
      @Nullable Path config = parsed.matchedOptionValue(CONFIG_FLAG, (Path) null);
      return serve(Settings.read(System.getenv(), flags(parsed), config));
    } catch (SettingsException e) {
      System.err.println("holdfast: " + e.getMessage());
      return ExitCode.USAGE;
    } catch (StartException e) {
      System.err.println("holdfast: " + e.getMessage());
      return ExitCode.FAILED;
    }
  }

  private static Map<Setting, String> flags(ParseResult parsed) {
    Map<Setting, String> flags = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      String value = parsed.matchedOptionValue(setting.flag(), (String) null);
      if (value != null) {
        flags.put(setting, value);
      }
    }
    return flags;
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
