package holdfast.cli.context;

import holdfast.cli.Shell;
import holdfast.settings.ServerPlace;
import holdfast.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The server of this machine, for whoever may read its administrator's token. */
final class LocalServer {
  private LocalServer() {}

  /** Empty where there is no data folder whose token can be read. */
  static Optional<Context> find(Shell shell) {
    try {
      ServerPlace place = ServerPlace.read(shell.environment());
      Path folder = place.dataDir();
      String token = Files.readString(folder.resolve("admin-token")).strip();
      return Optional.of(new Context("this machine", url(folder, place), token));
    } catch (IOException | SettingsException e) {
      return Optional.empty();
    }
  }

  /** What the server has written when it began to listen, else what the settings say. */
  private static String url(Path folder, ServerPlace place) {
    try {
      return reachable(Files.readString(folder.resolve("address")).strip());
    } catch (IOException e) {
      return reachable("http://%s:%d".formatted(place.host(), place.port()));
    }
  }

  /** One who listens on all addresses is not called by "all". */
  private static String reachable(String url) {
    return url.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:");
  }
}
