package holdfast.api;

import holdfast.engine.Inspections;
import holdfast.engine.Inspections.DatabaseReport;
import holdfast.model.AddonType;
import holdfast.model.ConnectionUri;
import holdfast.model.FailureException;
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
   * What the database says; null when it is not asked.
   *
   * @param skipsTest whether only the form of the connection is looked at
   */
  @Nullable DatabaseReport look(AddonType type, ConnectionUri connection, boolean skipsTest) {
    try {
      requireScheme(type, connection);
      return skipsTest ? null : inspections.inspect(type, connection);
    } catch (FailureException e) {
      throw ApiError.invalid(FIELD, Failures.text(e));
    }
  }

  private static void requireScheme(AddonType type, ConnectionUri connection)
      throws FailureException {
    String scheme = connection.reveal().getScheme();
    Set<String> schemes = schemes(type);
    if (scheme == null || !schemes.contains(scheme.toLowerCase(Locale.ROOT))) {
      throw ApiError.invalid(
          FIELD,
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
