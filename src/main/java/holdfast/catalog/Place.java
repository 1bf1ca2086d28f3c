package holdfast.catalog;

import holdfast.model.AddonId;
import holdfast.model.DestinationId;

/**
 * Where only so many runs may be at work at a time.
 *
 * @param name says which place, without secrets; stable, since it is stored
 * @param most at least 1
 */
public record Place(String name, int most) {
  public Place {
    if (most < 1) {
      throw new IllegalArgumentException("no run may be at " + name);
    }
  }

  /** Two runs of one database would get into each other's way. */
  public static Place of(AddonId addon) {
    return new Place("addon:" + addon, 1);
  }

  public static Place of(DestinationId destination, int most) {
    return new Place("destination:" + destination, most);
  }

  /**
   * @param server as its driver names it
   */
  public static Place ofServer(String server, int most) {
    return new Place("server:" + server, most);
  }

  /**
   * Two restores into one database would end each other's sessions.
   *
   * @param server as its driver names it
   */
  public static Place ofDatabase(String server, String database) {
    return new Place("database:" + server + "/" + database, 1);
  }

  /** The same place for a run that counts there and waits for nobody. */
  public Place unbounded() {
    return new Place(name, Integer.MAX_VALUE);
  }
}
