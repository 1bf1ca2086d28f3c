package holdfast.api;

import holdfast.catalog.Catalog;
import holdfast.catalog.LogQuery;
import holdfast.catalog.LogStore.KeptLine;
import holdfast.model.Key;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Reads a run's log as it grows: each line that passes the filters once, in order. For one thread
 * at a time.
 */
final class LogFollower {
  private static final int DEFAULT_LINES = 10;

  private final Catalog catalog;
  private final Key run;
  private final Set<String> containers;
  private final LogReader reader;
  private final Request request;
  private long seen;

  LogFollower(Catalog catalog, Key run, Request request) {
    this.catalog = catalog;
    this.run = run;
    this.request = request;
    this.containers = LogFilter.containers(request);
    this.reader = new LogReader(catalog, LogFilter.of(request));
  }

  /** The last lines until now. To be called once, and first. */
  List<KeptLine> first(Instant now) {
    LogWindow window = LogWindow.ofTail(request, now);
    int limit = request.query().path("lineLimit").asInt(DEFAULT_LINES);
    // The end is fixed before anything is filtered: what is older and was not wanted stays so.
    seen = catalog.read(stores -> stores.logs().newest(run));
    LogQuery query =
        new LogQuery(run, window.from(), window.to(), containers, true, seen + 1, LogReader.PAGE);
    return reader.read(query, limit).lines().reversed();
  }

  /** The lines that have come since, at most a page. */
  List<KeptLine> next() {
    LogReader.Page page = reader.page(LogQuery.following(run, seen, containers, LogReader.PAGE));
    seen = page.last() == 0 ? seen : page.last();
    return page.wanted();
  }
}
