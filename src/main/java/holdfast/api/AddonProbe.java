package holdfast.api;

import holdfast.engine.Inspections;
import holdfast.engine.Inspections.DatabaseReport;
import holdfast.model.AddonType;
import holdfast.model.ConnectionUri;
import holdfast.model.FailureException;
import holdfast.model.FoundDatabase;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at a connection before an addon relies on it. */
final class AddonProbe {
  private static final String FIELD = "connection.uri";

  private final Inspections inspections;

  AddonProbe(Inspections inspections) {
    this.inspections = inspections;
  }

  /** Refuses a type that this version has no driver for. */
  void requireKnown(AddonType type) {
    if (inspections.backupTypes(type).isEmpty()) {
      throw ApiError.invalid(
          "type",
          "must be a type that this version can back up. Received \"%s\"".formatted(type.wire()));
    }
  }

  /**
   * What the database says, or all of the server's; null when it is not asked.
   *
   * @param skipsTest whether only the form of the connection is looked at
   */
  @Nullable DatabaseReport look(AddonType type, AddonConnection connection, boolean skipsTest) {
    try {
      requireScheme(FIELD, type, connection.uri());
      return skipsTest ? null : inspections.inspect(type, connection.uri(), connection.coverage());
    } catch (FailureException e) {
      throw ApiError.invalid(FIELD, Failures.text(e));
    }
  }

  /** The databases of the server. */
  List<FoundDatabase> databases(AddonType type, ConnectionUri server) {
    try {
      requireScheme(FIELD, type, server);
      return inspections.databases(type, server);
    } catch (FailureException e) {
      throw ApiError.invalid(FIELD, Failures.text(e));
    }
  }

  /** Refuses a connection in this field whose scheme is not one of the type's. */
  static void requireScheme(String field, AddonType type, ConnectionUri connection)
      throws FailureException {
    String scheme = connection.reveal().getScheme();
    Set<String> schemes = schemes(type);
    if (scheme == null || !schemes.contains(scheme.toLowerCase(Locale.ROOT))) {
      throw ApiError.invalid(
          field,
          "must begin with %s, since the type is %s"
              .formatted(
                  String.join(" or ", schemes.stream().sorted().map(s -> s + "://").toList()),
                  type.wire()));
    }
  }

  private static Set<String> schemes(AddonType type) {
    return switch (type) {
      case POSTGRESQL -> Set.of("postgresql", "postgres");
      case MYSQL -> Set.of("mysql", "mariadb");
      case MONGODB -> Set.of("mongodb", "mongodb+srv");
      case REDIS -> Set.of("redis", "rediss");
    };
  }
}
