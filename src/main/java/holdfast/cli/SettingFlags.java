package holdfast.cli;

import holdfast.settings.Setting;
import holdfast.settings.Settings;
import holdfast.settings.SettingsException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Settings as flags of a command. */
final class SettingFlags {
  private static final String CONFIG_FLAG = "--config";

  private SettingFlags() {}

  static void add(CommandSpec spec, List<Setting> settings) {
    spec.addOption(
        OptionSpec.builder(CONFIG_FLAG)
            .type(Path.class)
            .paramLabel("FILE")
            .description("File of settings, one NAME=value a line. Variable: HOLDFAST_CONFIG.")
            .build());
    for (Setting setting : settings) {
      spec.addOption(
          OptionSpec.builder(setting.flag())
              .type(String.class)
              .paramLabel(setting.isSecret() ? "FILE" : "VALUE")
              .description(setting.description() + " Variable: " + setting.variable() + ".")
              .build());
    }
  }

  /** All settings: from flags, else the environment, else the file. */
  static Settings read(ParseResult parsed) throws SettingsException {
    @Nullable Path config = parsed.matchedOptionValue(CONFIG_FLAG, (Path) null);
    Map<Setting, String> flags = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      String value = parsed.matchedOptionValue(setting.flag(), (String) null);
      if (value != null) {
        flags.put(setting, value);
      }
    }
    return Settings.read(System.getenv(), flags, config);
  }
}
