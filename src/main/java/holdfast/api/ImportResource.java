package holdfast.api;

import holdfast.catalog.Catalog;
import holdfast.catalog.TakenException;
import holdfast.engine.Backups;
import holdfast.engine.NewBackup;
import holdfast.model.AddonType;
import holdfast.model.ConnectionUri;
import holdfast.model.DatabaseSet;
import holdfast.model.FailureException;
import holdfast.model.ImportSource;
import holdfast.model.Secret;
import holdfast.model.SourceType;
import holdfast.model.WebUrl;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code A/import}: backups of what lies elsewhere. */
final class ImportResource {
  private static final String CONNECTION = "connectionString";
  private static final String URL = "importUrl";
  private static final String ALL_DATABASES = "importAllDatabases";

  private final Catalog catalog;
  private final Backups backups;

  ImportResource(ApiParts parts) {
    this.catalog = parts.catalog();
    this.backups = parts.backups();
  }

  Answer start(Request request) {
    NewBackup wanted = catalog.read(stores -> BackupOrder.read(stores, request));
    ImportSource source = source(wanted.addon().type(), request);
    try {
      backups.importFrom(source, wanted);
    } catch (TakenException e) {
      throw BackupConflicts.nameTaken(wanted);
    }
    return Answer.nothing();
  }

  private static ImportSource source(AddonType type, Request request) {
    String connection = request.text(CONNECTION);
    String url = request.text(URL);
    requireOne(connection, url);
    if (connection != null) {
      return live(type, connection, request);
    }
    return external(url == null ? "" : url, request);
  }

  private static void requireOne(@Nullable String connection, @Nullable String url) {
    if (connection == null && url == null) {
      throw ApiError.invalid(
          Map.of(
              CONNECTION, List.of("is required unless importUrl is given"),
              URL, List.of("is required unless connectionString is given")));
    }
    if (connection != null && url != null) {
      throw ApiError.invalid(
          Map.of(
              CONNECTION, List.of("is not allowed together with importUrl"),
              URL, List.of("is not allowed together with connectionString")));
    }
  }

  private static ImportSource live(AddonType type, String text, Request request) {
    ConnectionUri connection = JdbcUrl.toConnection(text);
    try {
      AddonProbe.requireScheme(CONNECTION, type, connection);
    } catch (FailureException e) {
      throw ApiError.invalid(CONNECTION, Failures.text(e));
    }
    boolean isOfAll = request.body().path(ALL_DATABASES).asBoolean(false);
    return new ImportSource(
        SourceType.LIVE_INSTANCE, connection.secret(), isOfAll ? DatabaseSet.ALL : DatabaseSet.ONE);
  }

  private static ImportSource external(String text, Request request) {
    for (String field : List.of(ALL_DATABASES, "compressionType")) {
      if (request.body().has(field)) {
        throw ApiError.invalid(field, "is not allowed together with importUrl");
      }
    }
    Secret url = new Secret(text);
    try {
      new WebUrl(url).reveal();
    } catch (FailureException e) {
      throw ApiError.invalid(URL, Failures.text(e));
    }
    return new ImportSource(SourceType.EXTERNAL_DUMP, url, DatabaseSet.ONE);
  }
}
