package holdfast.model;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A database that a server has.
 *
 * @param name as the server knows it
 * @param sizeBytes empty where the server does not tell, or not this login
 * @param obstacle why nobody can read it, whatever their rights; empty as a rule
 */
public record FoundDatabase(String name, OptionalLong sizeBytes, Optional<Failure> obstacle) {

  /** One that can be read by who may. */
  public FoundDatabase(String name, OptionalLong sizeBytes) {
    this(name, sizeBytes, Optional.empty());
  }
}
