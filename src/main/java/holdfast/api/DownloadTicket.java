package holdfast.api;

import holdfast.catalog.SecretCipher;
import holdfast.catalog.UnreadableSecretException;
import holdfast.model.BackupId;
import holdfast.model.DestinationId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The right to read one copy of a backup until a moment, as a text for a URL: sealed with the
 * installation's key, so that nobody can make or change one and every node can read it.
 *
 * @param database the one of the backup that is meant; null where it is one stream
 */
record DownloadTicket(
    BackupId backup, DestinationId destination, Instant expiresAt, @Nullable String database) {
  private static final String CONTEXT = "download";
  private static final Pattern TEXT =
      Pattern.compile(
          "(?<backup>[^ ]+) (?<destination>[^ ]+) (?<expiresAt>\\d+)(?: (?<database>.+))?",
          Pattern.DOTALL);

  String sealed(SecretCipher cipher) {
    String text = "%s %s %d".formatted(backup, destination, expiresAt.toEpochMilli());
    String whole = database == null ? text : text + " " + database;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(cipher.seal(whole, CONTEXT));
  }

  /** Empty for what this installation has not sealed. */
  static Optional<DownloadTicket> opened(String sealed, SecretCipher cipher) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(sealed.getBytes(StandardCharsets.UTF_8));
      Matcher text = TEXT.matcher(cipher.open(bytes, CONTEXT));
      return text.matches() ? Optional.of(of(text)) : Optional.empty();
    } catch (IllegalArgumentException | UnreadableSecretException e) {
      return Optional.empty();
    }
  }

  private static DownloadTicket of(Matcher text) {
    return new DownloadTicket(
        BackupId.of(text.group("backup")),
        DestinationId.of(text.group("destination")),
        Instant.ofEpochMilli(Long.parseLong(text.group("expiresAt"))),
        text.group("database"));
  }
}
