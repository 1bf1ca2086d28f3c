package holdfast.database;

import holdfast.database.mongodb.MongodbDriver;
import holdfast.database.mysql.MysqlDriver;
import holdfast.database.postgresql.PostgresqlDriver;
import holdfast.database.redis.RedisDriver;
import holdfast.model.AddonType;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The drivers there are, by the type of database they know. Immutable. */
public final class DatabaseDrivers {
  private final Map<AddonType, DatabaseDriver> drivers;

  /** A registry of the given drivers, one for each type at most. */
  public DatabaseDrivers(List<DatabaseDriver> drivers) {
    this.drivers =
        drivers.stream()
            .collect(Collectors.toUnmodifiableMap(DatabaseDriver::type, Function.identity()));
  }

  /**
   * All that Holdfast has: a new driver is a line here.
   *
   * @param temporary a folder for what runs keep while they last; what is found in it when no
   *     process works in it may be removed
   */
  public static DatabaseDrivers all(Path temporary) {
    return new DatabaseDrivers(
        List.of(
            new PostgresqlDriver(temporary),
            new MysqlDriver(temporary),
            new MongodbDriver(),
            new RedisDriver(temporary)));
  }

  /**
   * The driver for a type.
   *
   * @throws FailureException {@code DATABASE_UNSUPPORTED} when there is none
   */
  public DatabaseDriver of(AddonType type) throws FailureException {
    return Optional.ofNullable(drivers.get(type))
        .orElseThrow(
            () ->
                new FailureException(
                    FailureCode.DATABASE_UNSUPPORTED,
                    "no driver for databases of the type " + type.wire(),
                    "This version of Holdfast cannot back up %s.".formatted(type.title())));
  }
}
