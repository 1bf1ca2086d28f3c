package holdfast.cli.output;

/** What {@code -o} can be. */
public enum OutputFormat {
  TABLE,
  JSON,
  YAML,
  CSV,
  NAME;

  /** Of a value that is known to be one of them. */
  public static OutputFormat of(String name) {
    return valueOf(name.toUpperCase(java.util.Locale.ROOT));
  }
}
