package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.Api;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.S3Server;
import holdfast.testing.ServerProcess;
import holdfast.testing.ShellSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What README.md and docs tell the reader to type ({@code ```sh}) works, typed in this order into
 * one shell. What is not typed here stands in {@link #ELSEWHERE}.
 */
class DocumentedCommandsTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```$");
  private static final Pattern STATUS = Pattern.compile("(?m)^HTTP (\\d+)$");
  private static final Pattern CALL = Pattern.compile("\\bapi (-X \\w+ )?\"?\\$");
  private static final String ADDONS = "/v1/projects/my-project/addons";

  /** In the order in which each finds what it is about. */
  private static final List<String> PAGES =
      List.of(
          "README",
          "docs/access",
          "docs/addons",
          "docs/logs",
          "docs/import",
          "docs/retention",
          "docs/schedules",
          "docs/nodes",
          "docs/official-tools",
          "docs/cli");

  /** How blocks begin that are not typed here, and why not. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "./holdfast demo", "DemoTest plays it, and ./check is what runs this",
          "./holdfast server", "the server of this test is started by the same command",
          "holdfast login --host https://backups.example.com     ", "it asks a person",
          "cat data.*", "StockToolsTest restores without Holdfast",
          "api $V1/projects/my-project/addons/my-database/import -d '{\"name\": \"old shop\",\n",
              "another way to what the block before it does; ImportedBackupsTest fetches dumps",
          "# the first node", "NodesTest starts several",
          "./holdfast catalog migrate", "CatalogMigrateTest moves catalogs",
          "npm install", "ConformanceTest runs the official tools");

  @TempDir Path folder;

  @Test
  void whatReadersAreToldToTypeWorks() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    // Of its own: all databases of the server are backed up, too.
    PostgresServer postgres = PostgresServers.start(PostgresServers.DEFAULT_MAJOR);
    PostgresDatabase shop = postgres.createDatabase();
    shop.fill();
    try (postgres;
        S3Server s3 = S3Server.start();
        ServerProcess server = ServerProcess.start(home.resolve(".holdfast"), Map.of());
        ShellSession shell = new ShellSession(home)) {
      s3.createBucket("my-bucket");
      server.api().post("/v1/backup-destinations", "{'name':'Offsite','type':'local'}").data();
      Map<String, String> real = new LinkedHashMap<>();
      real.put("http://127.0.0.1:7070", server.url());
      real.put("\"accessKey\": \"...\"", "\"accessKey\": \"" + s3.accessKey() + "\"");
      real.put("\"secretKey\": \"...\"", "\"secretKey\": \"" + s3.secretKey().reveal() + "\"");
      real.put("s3.eu-central-1.amazonaws.com", s3.endpoint());
      real.put("postgresql://user:password@db.example.com:5432/shop?sslmode=require", uri(shop));
      real.put("postgresql://user:password@old.example.com:5432/shop", uri(shop));
      String ofServer = uri(shop).substring(0, uri(shop).lastIndexOf('/'));
      real.put("postgresql://user:password@db.example.com:5432\"", ofServer + "\"");
      real.put("database=shop", "database=" + shop.name().replace(' ', '+'));
      real.put(
          "postgresql://user:password@db.example.com:5432/copy", uri(postgres.createDatabase()));
      real.put("--dbname=...", "--dbname=" + uri(postgres.createDatabase()));
      real.put("\"roleId\": \"...\"", "\"roleId\": \"'$(first_id $V1/roles)'\"");
      real.put("RESTORE_ID", "$(first_id $V1/projects/my-project/addons/my-database/restores)");
      real.put("$SCHEDULES/ID", "$SCHEDULES/$(first_id $SCHEDULES)");
      real.put("curl -OJ \"$LINK\"", "LINK=$(link_of $A/backups/first)\ncurl -OJ \"$LINK\"");
      // As ./holdfast starts it, but for its build.
      real.put("./holdfast ", "holdfast ");
      real.put("https://backups.example.com", server.url());
      Files.writeString(
          home.resolve("connection.yaml"), "connection: {uri: \"%s\"}".formatted(uri(shop)));
      Files.writeString(home.resolve("my-token"), server.api().token());
      shell.run(holdfast());
      shell.run(
          """
          first_id() { api "$1" | grep -o '"id":"[^"]*"' | head -n 1 | cut -d '"' -f 4; }
          link_of() { api "$1/download-link" | grep -o 'http[^"]*'; }
          """);
      for (String block : blocks()) {
        type(shell, block, real);
        awaitEnds(server.api());
        if (block.startsWith("./holdfast add")) {
          // The next block does the same in another way.
          server.api().delete(ADDONS + "/my-database").data();
          server.api().delete("/v1/projects/my-project").data();
        }
      }
    }
  }

  /** For this shell's user, whose home Java does not take from HOME. */
  private static String holdfast() {
    List<String> command =
        ServerProcess.command(Path.of("unused"), Map.of()).command().stream()
            .map("'%s'"::formatted)
            .toList();
    return """
        export HOLDFAST_DATA_DIR=$HOME/.holdfast XDG_CONFIG_HOME=$HOME/.config
        holdfast() { %s "$@"; }
        """
        .formatted(String.join(" ", command));
  }

  private static void type(ShellSession shell, String block, Map<String, String> real)
      throws IOException {
    String typed = block;
    for (var value : real.entrySet()) {
      typed = typed.replace(value.getKey(), value.getValue());
    }
    String printed = shell.run(typed);
    // Going on with a file that is whole already has nothing to get.
    Set<String> good = block.contains("-C -") ? Set.of("200", "206", "416") : Set.of("200");
    List<String> statuses = STATUS.matcher(printed).results().map(it -> it.group(1)).toList();
    assertThat(good).as("%s%n%s", typed, printed).containsAll(statuses);
    if (CALL.matcher(block).find()) {
      assertThat(statuses).as(typed).isNotEmpty();
    }
  }

  @Test
  void everyPageWithCommandsIsTyped() throws IOException {
    try (Stream<Path> pages = Files.list(Path.of("docs"))) {
      for (Path page : pages.toList()) {
        boolean hasCommands = BLOCK.matcher(Files.readString(page)).find();
        String name = page.toString().replace(".md", "");
        assertThat(PAGES.contains(name)).as(name).isEqualTo(hasCommands);
      }
    }
  }

  private static List<String> blocks() throws IOException {
    List<String> blocks = new ArrayList<>();
    Set<String> elsewhere = new TreeSet<>(ELSEWHERE.keySet());
    for (String page : PAGES) {
      Matcher block = BLOCK.matcher(Files.readString(Path.of(page + ".md")));
      while (block.find()) {
        String text = block.group(1);
        if (ELSEWHERE.keySet().stream().noneMatch(text::startsWith)) {
          blocks.add(text);
        }
        elsewhere.removeIf(text::startsWith);
      }
    }
    assertThat(elsewhere).as("exceptions that are none any more").isEmpty();
    return blocks;
  }

  /** As the reader would wait before the next step. */
  private static void awaitEnds(Api api) {
    if (api.get(ADDONS).status() == 404) {
      return;
    }
    for (JsonNode addon : api.get(ADDONS).data().path("addons")) {
      String path = ADDONS + "/" + addon.path("id").asString();
      Stream.of("backups", "restores")
          .forEach(
              kind -> {
                for (JsonNode run : api.get(path + "/" + kind).data().path(kind)) {
                  String id = run.path("id").asString();
                  JsonNode end = Api.ended(() -> find(api.get(path + "/" + kind).data(), kind, id));
                  assertThat(end.path("status").asString()).as("%s", end).isEqualTo("completed");
                }
              });
    }
  }

  private static JsonNode find(JsonNode data, String kind, String id) {
    for (JsonNode item : data.path(kind)) {
      if (item.path("id").asString().equals(id)) {
        return item;
      }
    }
    throw new AssertionError("not listed: " + id);
  }

  private static String uri(PostgresDatabase database) {
    return database.connection().secret().reveal();
  }
}
