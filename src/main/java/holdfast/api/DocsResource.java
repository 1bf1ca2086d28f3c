package holdfast.api;

import holdfast.reference.ReferencePage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code /docs}, the contract as a page. Made when it is first asked for, since few servers are
 * ever asked, and kept packed, at a tenth of its size.
 */
final class DocsResource implements Handler {
  private final Contract contract;
  private volatile @Nullable Packed made;

  DocsResource(Contract contract) {
    this.contract = contract;
  }

  @Override
  public Answer handle(Request request) {
    Packed page = page();
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Security-Policy", page.policy());
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Vary", "Accept-Encoding");
    if (!takesGzip(request)) {
      return Answer.html(unpacked(page.gzip()), headers);
    }
    headers.put("Content-Encoding", "gzip");
    return Answer.html(page.gzip(), headers);
  }

  private static boolean takesGzip(Request request) {
    String accepted = request.headers().first("Accept-Encoding");
    return accepted != null && accepted.matches("(?i)(.*[ ,])?gzip(?! *; *q=0(\\.0*)?( *,|$)).*");
  }

  /** Two first requests at once make the same page twice, which does no harm. */
  private Packed page() {
    Packed page = made;
    if (page == null) {
      ReferencePage written = ReferencePage.of(contract.document());
      page = new Packed(packed(written.html()), written.contentSecurityPolicy());
      made = page;
    }
    return page;
  }

  private static byte[] packed(String html) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(html.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] unpacked(byte[] gzip) {
    try (GZIPInputStream html = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return html.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Never compared, so the array does no harm. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Packed(byte[] gzip, String policy) {}
}
