package holdfast.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Everything that can be set. The table in docs/settings.md is made from this list. */
public enum Setting {
  DATA_DIR(
      Kind.PLAIN, "~/.holdfast", "Folder of the catalog, the keys and the built-in destination."),
  HOST(Kind.PLAIN, "127.0.0.1", "Address to listen on."),
  PORT(Kind.PLAIN, "7070", "Port to listen on; 0 takes any free one."),
  ADMIN_TOKEN(
      Kind.SECRET,
      "",
      "The first administrator's token, at least 32 characters. Without it one is made and kept in the file admin-token"
          + " in the data folder."),
  SECRET_KEY(
      Kind.SECRET,
      "",
      "The key that encrypts secrets in the catalog: the content of a key file. Without it one is made and kept in the"
          + " file secret-key.json in the data folder."),
  DATABASE_URL(
      Kind.SECRET,
      "",
      "The catalog's database, jdbc:postgresql://host/db?user=...&password=... . Without it the catalog is an SQLite file"
          + " in the data folder."),
  RATE_LIMIT(Kind.PLAIN, "36000", "Requests for each token and hour; 0 for no limit."),
  PUBLIC_URL(
      Kind.PLAIN,
      "",
      "Where callers reach this server, for the links that it gives them: https://backups.example.com . Without it a link"
          + " begins with the host that the caller has used, over http."),
  LOCAL_ROOTS(
      Kind.PLAIN,
      "",
      "Folders in which destinations of type local may lie, separated by colons. Always allowed: the folder destinations"
          + " in the data folder."),
  WORKERS(Kind.PLAIN, "2", "How many backups and restores run at the same time, 1 to 64."),
  LEASE_SECONDS(
      Kind.PLAIN,
      "30",
      "After how many seconds without a sign of life other nodes take over what a node runs, 5 to 600. Of no meaning"
          + " without HOLDFAST_DATABASE_URL; the same on all nodes."),
  RUNS_PER_SERVER(
      Kind.PLAIN,
      "2",
      "How many backups and restores run at the same database server at the same time, on all nodes together; 0 for any"
          + " number."),
  RUNS_PER_DESTINATION(
      Kind.PLAIN,
      "0",
      "How many backups and restores use one destination at the same time, on all nodes together; 0 for any number."),
  RETRIES(
      Kind.PLAIN,
      "3",
      "How often a backup is tried again that failed for a cause that can pass, like a network failure; 0 for never."),
  RETRY_SECONDS(
      Kind.PLAIN,
      "30",
      "How many seconds after its failure a backup is tried again the first time; each further time after twice as long,"
          + " up to an hour."),
  START_WINDOW_MINUTES(
      Kind.PLAIN,
      "1440",
      "How many minutes a backup waits for its start, on a running addon, before it ends failed."),
  CATCH_UP(
      Kind.PLAIN,
      "true",
      "Whether backups that schedules have missed while no server ran are made up for by one backup: true or false."),
  SCHEDULE_SPREAD(
      Kind.PLAIN,
      "60",
      "Over how many seconds the backups that fire at the same minute are spread, 0 to 3000."),
  S3_PART_LIMIT(
      Kind.PLAIN,
      "10000",
      "How many parts an S3 server takes for one object, 1 to 10000; a longer backup goes on in a further object."),
  IMPORT_ALLOW(
      Kind.PLAIN,
      "",
      "Where imports by URL may fetch from besides the public internet: addresses, ranges like 10.1.0.0/16 and hosts,"
          + " separated by commas."),
  IMPORT_MAX_BYTES(
      Kind.PLAIN,
      "107374182400",
      "How many bytes an import by URL may fetch, and to how many they may unpack."),
  IMPORT_HOURS(Kind.PLAIN, "24", "How many hours an import by URL may take, 1 to 720.");

  /** Whether a value may be shown, and given as a flag. */
  enum Kind {
    PLAIN,
    SECRET
  }

  private final Kind kind;
  private final String defaultValue;
  private final String description;

  Setting(Kind kind, String defaultValue, String description) {
    this.kind = kind;
    this.defaultValue = defaultValue;
    this.description = description;
  }

  /** The environment variable, which is also the key in the configuration file. */
  public String variable() {
    return "HOLDFAST_" + name();
  }

  /** The variable that names a file which holds the value; only for secrets. */
  public String fileVariable() {
    return variable() + "_FILE";
  }

  /**
   * The command's flag: for a secret it names a file, since an argument list can be read by
   * everybody.
   */
  public String flag() {
    String name = "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    return isSecret() ? name + "-file" : name;
  }

  public boolean isSecret() {
    return kind == Kind.SECRET;
  }

  /** Empty for none. */
  public String defaultValue() {
    return defaultValue;
  }

  public String description() {
    return description;
  }

  static Optional<Setting> ofVariable(String variable) {
    return Arrays.stream(values()).filter(s -> s.variable().equals(variable)).findFirst();
  }

  static Optional<Setting> ofFileVariable(String variable) {
    return Arrays.stream(values())
        .filter(Setting::isSecret)
        .filter(s -> s.fileVariable().equals(variable))
        .findFirst();
  }
}
