package holdfast.model;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of database that can be registered. */
public enum AddonType {
  POSTGRESQL("postgresql", "PostgreSQL"),
  MYSQL("mysql", "MySQL"),
  MONGODB("mongodb", "MongoDB"),
  REDIS("redis", "Redis");

  private final String wire;
  private final String title;

  AddonType(String wire, String title) {
    this.wire = wire;
    this.title = title;
  }

  public String wire() {
    return wire;
  }

  /** The name that people use. */
  public String title() {
    return title;
  }

  public static Optional<AddonType> ofWire(String wire) {
    return Arrays.stream(values()).filter(type -> type.wire.equals(wire)).findFirst();
  }
}
