package holdfast.engine;

import holdfast.catalog.Place;
import holdfast.model.AddonId;

/**
 * Why a run cannot start now.
 *
 * @param what by which those that wait for the same are found; stable, since it is stored
 */
record Hindrance(String what) {
  static Hindrance pausedAddon(AddonId addon) {
    return new Hindrance("paused:" + addon);
  }

  static Hindrance restoreInto(AddonId addon) {
    return new Hindrance("restore:" + addon);
  }

  static Hindrance full(Place place) {
    return new Hindrance(place.name());
  }

  /** For people. */
  String words() {
    return switch (what.substring(0, what.indexOf(':'))) {
      case "paused" -> "its addon is paused";
      case "restore" -> "its database is being restored";
      case "addon" -> "another run of its addon is at work";
      case "server" ->
          "its database server has as many runs as it may have, HOLDFAST_RUNS_PER_SERVER";
      default -> "a destination has as many runs as it may have, HOLDFAST_RUNS_PER_DESTINATION";
    };
  }
}
