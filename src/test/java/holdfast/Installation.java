package holdfast;

import holdfast.testing.Api;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Several nodes on one catalog in PostgreSQL, each a process with a data folder of its own. */
final class Installation implements AutoCloseable {
  private final Path folder;
  private final Map<String, String> shared = new HashMap<>();
  private final List<ServerProcess> nodes = new CopyOnWriteArrayList<>();

  Installation(Path folder, PostgresDatabase catalog) {
    this.folder = folder;
    shared.put("HOLDFAST_DATABASE_URL", urlOf(catalog));
  }

  static String urlOf(PostgresDatabase catalog) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres"
        .formatted(catalog.port(), catalog.name().replace(" ", "%20"));
  }

  /** The first node makes the key that all others are given. */
  ServerProcess startFirst(Map<String, String> own) throws IOException {
    ServerProcess first = start("first", own);
    shared.put("HOLDFAST_SECRET_KEY_FILE", dataDir("first").resolve("secret-key.json").toString());
    return first;
  }

  ServerProcess start(String name, Map<String, String> own) throws IOException {
    ServerProcess node = ServerProcess.start(dataDir(name), environment(own));
    nodes.add(node);
    return node;
  }

  Map<String, String> environment(Map<String, String> own) {
    Map<String, String> all = new HashMap<>(shared);
    all.putAll(own);
    return all;
  }

  Path dataDir(String name) {
    return folder.resolve(name);
  }

  /** A client of this node with the token that the first has made. */
  Api api(ServerProcess node) throws IOException {
    return new Api(node.url(), Files.readString(dataDir("first").resolve("admin-token")).strip());
  }

  /** Registers a database as the addon {@code shop-db} of a project. */
  static void addon(Api api, String project, PostgresDatabase database) {
    String uri = database.connection().secret().reveal().replace("\\", "\\\\");
    api.call(
            "POST",
            project + "/addons",
            "{\"name\":\"Shop DB\",\"type\":\"postgresql\",\"connection\":{\"uri\":\"%s\"}}"
                .formatted(uri))
        .data();
  }

  @Override
  public void close() {
    nodes.forEach(ServerProcess::close);
  }
}
