package holdfast.api;

import holdfast.security.Permission;
import java.util.List;
import java.util.Map;

/** A request that is refused, as the wire contract says it. Has no stack trace: it is an answer. */
final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final String INVALID = "nf-invalid-request-body";
  private static final String VALIDATION_FAILED =
      "Request failed payload validation - see details.";

  /** What is left of a body would be read as the next request. */
  private static final Map<String, String> CLOSE = Map.of("Connection", "close");

  private final int status;
  private final String id;
  private final transient Map<String, List<String>> details;
  private final transient Map<String, String> headers;

  private ApiError(
      int status,
      String id,
      String message,
      Map<String, List<String>> details,
      Map<String, String> headers) {
    super(message, null, false, false);
    this.status = status;
    this.id = id;
    this.details = details;
    this.headers = headers;
  }

  private static ApiError of(int status, String id, String message) {
    return new ApiError(status, id, message, Map.of(), Map.of());
  }

  static ApiError noRoute() {
    return of(404, "", "Not found. The requested route does not exist");
  }

  static ApiError unauthorized() {
    return of(401, "", "Unauthorized");
  }

  static ApiError forbidden(String message) {
    return of(403, "hf-forbidden", message);
  }

  static ApiError lacks(Permission permission) {
    return forbidden("The token lacks the permission \"%s\".".formatted(permission.wire()));
  }

  /** What does not exist, or must look so. */
  static ApiError notFound(String kind, String id) {
    return of(404, "hf-not-found", "There is no %s \"%s\".".formatted(kind, Wording.shortened(id)));
  }

  /** What was deleted while it was asked for. */
  static ApiError gone() {
    return of(404, "hf-not-found", "What the request names was deleted meanwhile. Look again.");
  }

  /** What was there for a while, and is no longer. */
  static ApiError expired(String message) {
    return of(404, "hf-not-found", message);
  }

  /**
   * @param length of what a part was asked of
   */
  static ApiError rangeNotSatisfiable(long length) {
    return new ApiError(
        416,
        "hf-range-not-satisfiable",
        "The range lies behind the end of the %d bytes.".formatted(length),
        Map.of(),
        Map.of("Content-Range", "bytes */" + length));
  }

  static ApiError conflict(String message) {
    return of(409, "hf-conflict", message);
  }

  /** A conflict that a field of the body has brought. */
  static ApiError conflict(String message, String field, String problem) {
    return new ApiError(409, "hf-conflict", message, Map.of(field, List.of(problem)), Map.of());
  }

  /**
   * @param details per dotted field path, what is wrong
   */
  static ApiError invalid(Map<String, List<String>> details) {
    return new ApiError(400, INVALID, VALIDATION_FAILED, details, Map.of());
  }

  static ApiError invalid(String field, String problem) {
    return invalid(Map.of(field, List.of(problem)));
  }

  static ApiError bodyTooLarge(int limitBytes) {
    return new ApiError(
        413,
        "hf-body-too-large",
        "The request body is too large. Send at most %d bytes.".formatted(limitBytes),
        Map.of(Wording.WHOLE, List.of("must have at most %d bytes".formatted(limitBytes))),
        CLOSE);
  }

  static ApiError bodyIncomplete() {
    return new ApiError(
        400,
        INVALID,
        VALIDATION_FAILED,
        Map.of(Wording.WHOLE, List.of("must arrive as a whole")),
        CLOSE);
  }

  static ApiError rateLimited(long seconds) {
    return new ApiError(
        429,
        "hf-rate-limited",
        "Too many requests. Go on in %d seconds.".formatted(seconds),
        Map.of(),
        Map.of("Retry-After", Long.toString(seconds)));
  }

  /** Something that we need is away or broken; the same request may work later. */
  static ApiError unavailable(String message) {
    return of(503, "hf-unavailable", message);
  }

  static ApiError notReady(String message) {
    return of(503, "hf-not-ready", message);
  }

  /**
   * @param reference stands in the log beside the cause
   */
  static ApiError internal(String reference) {
    return of(
        500,
        "hf-internal",
        "Something went wrong here. Give the reference %s to who runs this server."
            .formatted(reference));
  }

  /** What the server itself refuses, like a header that is too long. */
  static ApiError http(int status, String message) {
    return of(status, "hf-bad-request", message);
  }

  int status() {
    return status;
  }

  /** Empty when the contract gives none. */
  String id() {
    return id;
  }

  String message() {
    return String.valueOf(getMessage());
  }

  Map<String, List<String>> details() {
    return details;
  }

  Map<String, String> headers() {
    return headers;
  }
}
