package holdfast.api;

import holdfast.catalog.Catalog;
import holdfast.catalog.SecretCipher;
import holdfast.engine.Download;
import holdfast.engine.Downloads;
import holdfast.model.Backup;
import holdfast.model.BackupStatus;
import holdfast.model.BackupType;
import holdfast.model.Copy;
import holdfast.model.DestinationId;
import holdfast.model.FailureException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Links to stored backups that work for a short while without a token, and what they lead to. */
final class DownloadResource {
  private static final Duration VALIDITY = Duration.ofMinutes(15);
  private static final String CONTENT_TYPE = "application/octet-stream";

  private final Catalog catalog;
  private final Downloads downloads;
  private final SecretCipher cipher;
  private final ApiSettings settings;
  private final Clock clock;

  DownloadResource(ApiParts parts) {
    this.catalog = parts.catalog();
    this.downloads = parts.downloads();
    this.cipher = parts.cipher();
    this.settings = parts.settings();
    this.clock = parts.clock();
  }

  Answer link(Request request) {
    Backup backup = catalog.read(stores -> Lookup.backup(stores, request));
    PhysicalBackups.requireUnlimited(request.access(), backup.origin().addonType(), backup.type());
    DestinationId source =
        completedCopy(backup)
            .filter(copy -> backup.type() == BackupType.DUMP || request.isSet("snapshot"))
            .map(Copy::destinationId)
            .orElseThrow(() -> BackupConflicts.notDownloadable(backup));
    String database =
        DatabaseChoice.from(
            DatabaseChoice.DATABASE, backup, request.parameter(DatabaseChoice.DATABASE));
    DownloadTicket ticket =
        new DownloadTicket(backup.id(), source, clock.instant().plus(VALIDITY), database);
    String link = settings.urlFor(request) + "/v1/downloads/" + ticket.sealed(cipher);
    return Answer.data(
        Json.object().put("downloadLink", link).put("expiresAt", Json.time(ticket.expiresAt())));
  }

  private static Optional<Copy> completedCopy(Backup backup) {
    return backup.copies().stream()
        .filter(copy -> copy.status() == BackupStatus.COMPLETED)
        .findFirst();
  }

  Answer download(Request request) {
    DownloadTicket ticket = ticket(request);
    Backup backup =
        catalog
            .read(stores -> stores.backups().get(ticket.backup()))
            .filter(found -> found.completedCopyIn(ticket.destination()).isPresent())
            .orElseThrow(() -> ApiError.notFound("backup", ticket.backup().toString()));
    return answer(open(backup, ticket), request.headers());
  }

  private DownloadTicket ticket(Request request) {
    String sealed = request.path("ticket");
    DownloadTicket ticket =
        DownloadTicket.opened(sealed, cipher)
            .orElseThrow(() -> ApiError.notFound("download", sealed));
    if (!clock.instant().isBefore(ticket.expiresAt())) {
      throw ApiError.expired("The download link has expired. Ask for a new one.");
    }
    return ticket;
  }

  private Download open(Backup backup, DownloadTicket ticket) {
    try {
      return downloads.open(backup, ticket.destination(), ticket.database());
    } catch (FailureException e) {
      throw ApiError.unavailable(
          "The stored backup cannot be read: %s.".formatted(Failures.text(e)));
    } catch (IOException e) {
      throw ApiError.unavailable(
          "The stored backup cannot be read now. Try again, or choose another copy.");
    }
  }

  private static Answer answer(Download download, Headers headers) {
    long length = download.bytes();
    Optional<ByteRange> range =
        isWanted(download, headers)
            ? ByteRange.of(headers.first("Range"), length)
            : Optional.empty();
    if (range.isEmpty()) {
      return answer(200, download, new ByteRange(0, length - 1), Map.of());
    }
    if (!range.get().isSatisfiable()) {
      download.close();
      throw ApiError.rangeNotSatisfiable(length);
    }
    String part = "bytes %d-%d/%d".formatted(range.get().first(), range.get().last(), length);
    return answer(206, download, range.get(), Map.of("Content-Range", part));
  }

  /** Whether a part is of use to whoever has the rest: of other bytes it is not. */
  private static boolean isWanted(Download download, Headers headers) {
    String condition = headers.first("If-Range");
    return condition == null || condition.equals(tag(download));
  }

  private static String tag(Download download) {
    return "\"" + download.sha256() + "\"";
  }

  private static Answer answer(
      int status, Download download, ByteRange range, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>(more);
    headers.put("Accept-Ranges", "bytes");
    headers.put("ETag", tag(download));
    headers.put(
        "Content-Disposition", "attachment; filename=\"%s\"".formatted(download.fileName()));
    return new Answer(
        status,
        CONTENT_TYPE,
        headers,
        new Content.Streamed(range.count(), new Part(download, range)));
  }

  private record Part(Download download, ByteRange range) implements Content.Source {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      download.copyTo(out, range.first(), range.count());
    }

    @Override
    public void close() {
      download.close();
    }
  }
}
