package holdfast.api;

import holdfast.model.Addon;
import holdfast.model.Backup;
import holdfast.model.DatabaseRoute;
import holdfast.model.StoredDatabase;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which database of a backup a request wants, which one of a target it wants to be filled, and
 * whether what that one holds may be replaced.
 *
 * @param database null where none is named
 * @param targetDatabase null where none is named
 */
record DatabaseChoice(
    @Nullable String database, @Nullable String targetDatabase, boolean replaces) {
  static final String DATABASE = "database";
  static final String TARGET_DATABASE = "targetDatabase";
  private static final String REPLACE = "replace";
  private static final int SHOWN = 20;

  /** As the parameters of a request say. */
  static DatabaseChoice ofParameters(Request request) {
    return new DatabaseChoice(
        request.parameter(DATABASE),
        request.parameter(TARGET_DATABASE),
        request.query().path(REPLACE).asBoolean(true));
  }

  /** As the body of a request says. */
  static DatabaseChoice ofBody(Request request) {
    return new DatabaseChoice(
        request.text(DATABASE),
        request.text(TARGET_DATABASE),
        request.body().path(REPLACE).asBoolean(true));
  }

  /**
   * The way of a restore. What is not named is understood: where the target is one database, the
   * backup's of the same name; where it is all of a server, the one of the same name there.
   *
   * @param field that the backup's database stands in
   * @throws ApiError when there is no such way
   */
  DatabaseRoute route(String field, Backup backup, Addon target) {
    String from = from(field, backup, database == null ? namesake(backup, target) : database);
    return new DatabaseRoute(from, into(target, from), replaces);
  }

  private static @Nullable String namesake(Backup backup, Addon target) {
    return target.coverage().allDatabases()
        ? null
        : target.connection().database().filter(backup.databases()::has).orElse(null);
  }

  /**
   * The database of the backup that a field names; null of a backup that is one stream.
   *
   * @throws ApiError unless a backup of several has the named one, and another names none
   */
  static @Nullable String from(String field, Backup backup, @Nullable String database) {
    if (!backup.databases().all()) {
      if (database != null) {
        throw ApiError.invalid(
            field, "is only for backups of all databases of a server, and this is one of one");
      }
      return null;
    }
    if (database == null || !backup.databases().has(database)) {
      throw ApiError.invalid(field, "must be a database of the backup: " + names(backup));
    }
    return database;
  }

  private static String names(Backup backup) {
    String names =
        backup.databases().stored().stream()
            .limit(SHOWN)
            .map(StoredDatabase::name)
            .collect(Collectors.joining(", "));
    return backup.databases().stored().size() > SHOWN ? names + ", ..." : names;
  }

  private @Nullable String into(Addon target, @Nullable String from) {
    if (!target.coverage().allDatabases()) {
      if (targetDatabase != null) {
        throw ApiError.invalid(
            TARGET_DATABASE,
            "is only for addons that are all databases of a server, and \"%s\" is one database"
                .formatted(target.slug()));
      }
      return null;
    }
    String into = targetDatabase == null ? from : targetDatabase;
    if (into == null) {
      throw ApiError.invalid(
          TARGET_DATABASE,
          "must name the database to replace, since the addon \"%s\" is all databases of a server"
              .formatted(target.slug()));
    }
    return into;
  }
}
