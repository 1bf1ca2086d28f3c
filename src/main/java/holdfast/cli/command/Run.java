package holdfast.cli.command;

/** What an operation starts or tells of, and so can be waited for or followed. */
public enum Run {
  NONE,
  BACKUP,
  /** Into the addon that the path names. */
  RESTORE,
  /** Into the addon that the body names. */
  RESTORE_ELSEWHERE,
  /** A backup, which the answer does not name. */
  IMPORT
}
