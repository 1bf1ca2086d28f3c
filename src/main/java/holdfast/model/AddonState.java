package holdfast.model;

/**
 * Whether backups of an addon start. What runs for it is another question, answered by its backups
 * and restores.
 */
public enum AddonState {
  RUNNING,
  PAUSED
}
