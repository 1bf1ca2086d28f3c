package holdfast.api;

import holdfast.catalog.Catalog;
import holdfast.catalog.LogQuery;
import holdfast.catalog.LogStore.KeptLine;
import holdfast.catalog.Stores;
import holdfast.model.Backup;
import holdfast.model.BackupStatus;
import holdfast.model.Key;
import holdfast.model.Restore;
import java.time.Clock;
import java.util.List;
import java.util.function.BiFunction;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the runs of backups, or of restores, have said. The same path serves tails. */
final class LogResource implements Handler {
  private static final String QUERY_TYPE = "queryType";
  private static final int DEFAULT_LINES = 1000;

  private final Catalog catalog;
  private final Clock clock;
  private final BiFunction<Stores, Request, Run> lookup;

  private LogResource(ApiParts parts, BiFunction<Stores, Request, Run> lookup) {
    this.catalog = parts.catalog();
    this.clock = parts.clock();
    this.lookup = lookup;
  }

  static LogResource ofBackups(ApiParts parts) {
    return new LogResource(
        parts,
        (stores, request) -> {
          Backup backup = Lookup.backup(stores, request);
          return new Run(backup.id().key(), backup.status());
        });
  }

  static LogResource ofRestores(ApiParts parts) {
    return new LogResource(
        parts,
        (stores, request) -> {
          Restore restore = RestoreResource.inPath(stores, request);
          return new Run(restore.id().key(), restore.status());
        });
  }

  /** A run that has a log, and how far it is. */
  record Run(Key key, BackupStatus status) {}

  /** The run that the path names, if the caller may see it. */
  Run run(Request request) {
    return catalog.read(stores -> lookup.apply(stores, request));
  }

  @Override
  public Answer handle(Request request) {
    if (request.query().path(QUERY_TYPE).asString("range").equals("tail")) {
      throw ApiError.invalid(
          QUERY_TYPE, "must be range in a plain request. A tail is opened as a WebSocket");
    }
    Run run = run(request);
    boolean newestFirst = request.query().path("direction").asString("").equals("backward");
    LogWindow window = LogWindow.ofRange(request, clock.instant());
    LogQuery query =
        new LogQuery(
            run.key(),
            window.from(),
            window.to(),
            LogFilter.containers(request),
            newestFirst,
            newestFirst ? Long.MAX_VALUE : 0,
            LogReader.PAGE);
    int limit = request.query().path("lineLimit").asInt(DEFAULT_LINES);
    return answer(new LogReader(catalog, LogFilter.of(request)).read(query, limit));
  }

  private static Answer answer(LogReader.Found found) {
    ObjectNode whole = Json.object();
    whole.set("data", lines(found.lines()));
    ObjectNode pagination = whole.putObject("pagination");
    pagination.put("hasNextPage", found.isCut());
    if (found.isCut()) {
      // The official command line shows it to the user.
      pagination.put("cursor", Json.time(found.lines().getLast().line().at()));
    }
    pagination.put("count", found.lines().size());
    return Answer.success(whole);
  }

  /** Lines as the wire has them. */
  static ArrayNode lines(List<KeptLine> lines) {
    ArrayNode array = Json.object().arrayNode();
    for (KeptLine kept : lines) {
      ObjectNode line = array.addObject();
      line.put("containerId", kept.line().container());
      line.put("log", kept.line().line());
      line.put("ts", Json.time(kept.line().at()));
    }
    return array;
  }
}
