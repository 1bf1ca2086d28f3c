package holdfast.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values as they were given, with their places, before anybody asks whether they are right. A
 * flag goes before the environment, and the environment before the configuration file.
 */
final class RawSettings {
  /** Names the configuration file. */
  static final String CONFIG_VARIABLE = "HOLDFAST_CONFIG";

  private static final String PREFIX = "HOLDFAST_";

  /** Variables that are no settings of a server: the others are the command line's. */
  private static final Set<String> NO_SETTINGS =
      Set.of(CONFIG_VARIABLE, "HOLDFAST_URL", "HOLDFAST_TOKEN", "HOLDFAST_CONTEXT");

  private final Map<Setting, Given> given = new EnumMap<>(Setting.class);

  /** A value and where it came from. */
  record Given(String value, String place) {}

  Optional<Given> of(Setting setting) {
    return Optional.ofNullable(given.get(setting));
  }

  void addFile(Path file) throws SettingsException {
    List<String> lines = read(file, "the configuration file").lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      String place = "line %d of %s".formatted(i + 1, file);
      if (!line.isEmpty() && !line.startsWith("#")) {
        addLine(line, place);
      }
    }
  }

  private void addLine(String line, String place) throws SettingsException {
    int equals = line.indexOf('=');
    if (equals < 0) {
      throw new SettingsException("%s is no setting: write NAME=value".formatted(place));
    }
    add(line.substring(0, equals).strip(), line.substring(equals + 1).strip(), place);
  }

  void addEnvironment(Map<String, String> environment) throws SettingsException {
    for (Map.Entry<String, String> entry : environment.entrySet()) {
      String variable = entry.getKey();
      if (variable.startsWith(PREFIX) && !NO_SETTINGS.contains(variable)) {
        add(variable, entry.getValue(), "the environment");
      }
    }
  }

  void addFlag(Setting setting, String value) throws SettingsException {
    String place = "the flag " + setting.flag();
    given.put(setting, setting.isSecret() ? fromFile(value, place) : new Given(value, place));
  }

  private void add(String name, String value, String place) throws SettingsException {
    Optional<Setting> plain = Setting.ofVariable(name);
    Optional<Setting> inFile = Setting.ofFileVariable(name);
    if (plain.isPresent()) {
      given.put(plain.get(), new Given(value, place));
    } else if (inFile.isPresent()) {
      given.put(inFile.get(), fromFile(value, place));
    } else {
      throw new SettingsException(
          "unknown setting %s in %s; run './holdfast settings' for the list"
              .formatted(name, place));
    }
  }

  private static Given fromFile(String file, String place) throws SettingsException {
    return new Given(read(Path.of(file), "the file named by " + place).strip(), "file " + file);
  }

  private static String read(Path file, String what) throws SettingsException {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new SettingsException("%s cannot be read: %s".formatted(what, file));
    }
  }
}
