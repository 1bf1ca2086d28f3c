package holdfast.settings;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where a server of this machine is, as far as its settings tell. Asks nothing else, so that a
 * client need not look up what only a server has to know.
 */
public record ServerPlace(Path dataDir, String host, int port) {

  public static ServerPlace read(Map<String, String> environment) throws SettingsException {
    RawSettings raw = new RawSettings();
    String file = environment.get(RawSettings.CONFIG_VARIABLE);
    if (file != null) {
      raw.addFile(Path.of(file));
    }
    raw.addEnvironment(environment);
    return new ServerPlace(
        Settings.dataDir(raw), Settings.value(raw, Setting.HOST), Settings.port(raw));
  }
}
