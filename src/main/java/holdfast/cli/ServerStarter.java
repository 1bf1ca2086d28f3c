package holdfast.cli;

import holdfast.settings.Settings;

/** Starts a server in this process. */
@FunctionalInterface
public interface ServerStarter {
  /**
   * Throws {@link StartException} when it cannot be started for a reason that its user can mend.
   */
  RunningServer start(Settings settings) throws StartException;
}
