package holdfast.settings;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a server, checked.
 *
 * @param adminToken null when one is to be made
 * @param secretKey null when one is to be made
 * @param databaseUrl null for SQLite in the data folder
 * @param rateLimit requests for each token and hour; 0 for no limit
 * @param publicUrl http or https, without a slash at its end; null when it is not known
 * @param localRoots absolute
 * @param builtInPath absolute; null for the folder in the data folder
 * @param roles what this node does; at least one
 * @param drainSeconds how long a node that is told to stop takes new connections
 * @param catchesUp whether one backup makes up for those that schedules have missed
 * @param leaseSeconds after which a silent node's runs are taken over
 * @param importAllow where imports may fetch from besides the public internet, as it is written
 * @param importMaxBytes of an import by URL, fetched and unpacked
 */
public record Settings(
    Path dataDir,
    String host,
    int port,
    @Nullable String adminToken,
    @Nullable String secretKey,
    @Nullable String databaseUrl,
    int rateLimit,
    @Nullable String publicUrl,
    List<Path> localRoots,
    @Nullable Path builtInPath,
    Set<NodeRole> roles,
    int drainSeconds,
    int workers,
    int leaseSeconds,
    int runsPerServer,
    int runsPerDestination,
    int retries,
    int retrySeconds,
    int startWindowMinutes,
    boolean catchesUp,
    int scheduleSpreadSeconds,
    int s3PartLimit,
    List<String> importAllow,
    long importMaxBytes,
    int importHours) {

  private static final int MIN_TOKEN_LENGTH = 32;

  public Settings {
    localRoots = List.copyOf(localRoots);
    roles = Set.copyOf(roles);
    importAllow = List.copyOf(importAllow);
  }

  /**
   * Reads all settings.
   *
   * @param flags each flag that was given with its value, a secret's being a file's name
   * @param configFile null for the one that the environment names, if it does
   */
  public static Settings read(
      Map<String, String> environment, Map<Setting, String> flags, @Nullable Path configFile)
      throws SettingsException {
    RawSettings raw = new RawSettings();
    Path file = configFile != null ? configFile : fileOf(environment);
    if (file != null) {
      raw.addFile(file);
    }
    raw.addEnvironment(environment);
    for (Map.Entry<Setting, String> flag : flags.entrySet()) {
      raw.addFlag(flag.getKey(), flag.getValue());
    }
    return check(raw);
  }

  private static @Nullable Path fileOf(Map<String, String> environment) {
    String file = environment.get(RawSettings.CONFIG_VARIABLE);
    return file == null ? null : Path.of(file);
  }

  private static Settings check(RawSettings raw) throws SettingsException {
    return new Settings(
        dataDir(raw),
        host(raw),
        port(raw),
        token(raw),
        secret(raw, Setting.SECRET_KEY),
        databaseUrl(raw),
        number(raw, Setting.RATE_LIMIT, 0, Integer.MAX_VALUE),
        publicUrl(raw),
        roots(raw),
        builtInPath(raw),
        roles(raw),
        number(raw, Setting.DRAIN_SECONDS, 0, 300),
        number(raw, Setting.WORKERS, 1, 64),
        number(raw, Setting.LEASE_SECONDS, 5, 600),
        number(raw, Setting.RUNS_PER_SERVER, 0, 1000),
        number(raw, Setting.RUNS_PER_DESTINATION, 0, 1000),
        number(raw, Setting.RETRIES, 0, 20),
        number(raw, Setting.RETRY_SECONDS, 1, 3600),
        number(raw, Setting.START_WINDOW_MINUTES, 1, 43_200),
        truth(raw, Setting.CATCH_UP),
        number(raw, Setting.SCHEDULE_SPREAD, 0, 3000),
        number(raw, Setting.S3_PART_LIMIT, 1, 10_000),
        list(value(raw, Setting.IMPORT_ALLOW)),
        longNumber(raw, Setting.IMPORT_MAX_BYTES, 1, Long.MAX_VALUE),
        number(raw, Setting.IMPORT_HOURS, 1, 720));
  }

  static Path dataDir(RawSettings raw) throws SettingsException {
    return path(value(raw, Setting.DATA_DIR), raw, Setting.DATA_DIR);
  }

  static int port(RawSettings raw) throws SettingsException {
    return number(raw, Setting.PORT, 0, 65535);
  }

  static String value(RawSettings raw, Setting setting) {
    return raw.of(setting).map(RawSettings.Given::value).orElse(setting.defaultValue());
  }

  private static String host(RawSettings raw) throws SettingsException {
    String host = value(raw, Setting.HOST);
    try {
      InetAddress[] addresses = InetAddress.getAllByName(host);
      if (addresses[0].isAnyLocalAddress()
          || NetworkInterface.getByInetAddress(addresses[0]) != null) {
        return host;
      }
    } catch (IOException e) {
      // Falls through to the same answer as an address of another machine.
    }
    throw wrong(raw, Setting.HOST, "\"%s\" is no address of this machine".formatted(host));
  }

  private static List<String> list(String value) {
    return Arrays.stream(value.split(",", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private static int number(RawSettings raw, Setting setting, int min, int max)
      throws SettingsException {
    return (int) longNumber(raw, setting, min, max);
  }

  private static long longNumber(RawSettings raw, Setting setting, long min, long max)
      throws SettingsException {
    String value = value(raw, setting);
    try {
      long number = Long.parseLong(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the same answer as a number out of range.
    }
    throw wrong(raw, setting, "\"%s\" is no number from %d to %d".formatted(value, min, max));
  }

  private static boolean truth(RawSettings raw, Setting setting) throws SettingsException {
    String value = value(raw, setting);
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(raw, setting, "\"%s\" is neither true nor false".formatted(value));
    };
  }

  private static @Nullable String secret(RawSettings raw, Setting setting) {
    String value = value(raw, setting);
    return value.isEmpty() ? null : value;
  }

  private static @Nullable String token(RawSettings raw) throws SettingsException {
    String token = secret(raw, Setting.ADMIN_TOKEN);
    if (token != null && token.length() < MIN_TOKEN_LENGTH) {
      throw wrong(
          raw,
          Setting.ADMIN_TOKEN,
          "it has %d characters and needs at least %d".formatted(token.length(), MIN_TOKEN_LENGTH));
    }
    return token;
  }

  private static @Nullable String databaseUrl(RawSettings raw) throws SettingsException {
    String url = secret(raw, Setting.DATABASE_URL);
    if (url != null && !url.startsWith("jdbc:postgresql://")) {
      throw wrong(raw, Setting.DATABASE_URL, "it does not begin with jdbc:postgresql://");
    }
    if (url != null && url.split("\\?", 2)[0].contains("@")) {
      throw wrong(
          raw,
          Setting.DATABASE_URL,
          "write user and password as parameters: jdbc:postgresql://host/db?user=...&password=...");
    }
    return url;
  }

  private static @Nullable String publicUrl(RawSettings raw) throws SettingsException {
    String url = value(raw, Setting.PUBLIC_URL);
    if (!url.isEmpty() && !url.matches("https?://[^\\s/?#@]+(/[^\\s?#]*)?")) {
      throw wrong(raw, Setting.PUBLIC_URL, "\"%s\" is no URL like https://host".formatted(url));
    }
    return url.isEmpty() ? null : url.replaceFirst("/+$", "");
  }

  private static List<Path> roots(RawSettings raw) throws SettingsException {
    List<Path> roots = new ArrayList<>();
    for (String part : value(raw, Setting.LOCAL_ROOTS).split(":", -1)) {
      if (!part.isBlank()) {
        roots.add(absolute(part.strip(), raw, Setting.LOCAL_ROOTS));
      }
    }
    return roots;
  }

  private static @Nullable Path builtInPath(RawSettings raw) throws SettingsException {
    String value = value(raw, Setting.BUILT_IN_PATH);
    return value.isEmpty() ? null : absolute(value, raw, Setting.BUILT_IN_PATH);
  }

  private static Path absolute(String value, RawSettings raw, Setting setting)
      throws SettingsException {
    Path path = path(value, raw, setting);
    if (!Path.of(value).isAbsolute() && !value.startsWith("~")) {
      throw wrong(raw, setting, "\"%s\" is not an absolute path".formatted(value));
    }
    return path;
  }

  private static Set<NodeRole> roles(RawSettings raw) throws SettingsException {
    Set<NodeRole> roles = EnumSet.noneOf(NodeRole.class);
    for (String name : list(value(raw, Setting.ROLES))) {
      roles.add(
          NodeRole.of(name)
              .orElseThrow(
                  () ->
                      wrong(
                          raw, Setting.ROLES, "\"%s\" is neither api nor worker".formatted(name))));
    }
    if (roles.isEmpty()) {
      throw wrong(raw, Setting.ROLES, "it names no role: write api, worker, or both");
    }
    if (roles.size() < NodeRole.values().length && databaseUrl(raw) == null) {
      throw wrong(
          raw,
          Setting.ROLES,
          "without HOLDFAST_DATABASE_URL there is one node, which has to be both api and worker");
    }
    return roles;
  }

  private static Path path(String value, RawSettings raw, Setting setting)
      throws SettingsException {
    try {
      String home = System.getProperty("user.home");
      boolean inHome = value.equals("~") || value.startsWith("~/");
      return Path.of(inHome ? home + value.substring(1) : value).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw wrong(raw, setting, "it is no path");
    }
  }

  private static SettingsException wrong(RawSettings raw, Setting setting, String why) {
    String place =
        Optional.of(setting).flatMap(raw::of).map(RawSettings.Given::place).orElse("the default");
    return new SettingsException(
        "wrong value for %s (from %s): %s".formatted(setting.variable(), place, why));
  }
}
