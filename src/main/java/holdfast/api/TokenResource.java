package holdfast.api;

import holdfast.catalog.AccessStore.Token;
import holdfast.catalog.Catalog;
import holdfast.model.Key;
import holdfast.model.RoleId;
import holdfast.security.Tokens;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/tokens}: who may call. For administrators only. */
final class TokenResource {
  private final Catalog catalog;
  private final Tokens tokens;
  private final Clock clock;

  TokenResource(ApiParts parts) {
    this.catalog = parts.catalog();
    this.tokens = parts.tokens();
    this.clock = parts.clock();
  }

  Answer list(Request request) {
    var page = catalog.read(stores -> stores.access().tokens(Paging.of(request)));
    return Paging.answer("tokens", page, TokenResource::json);
  }

  Answer get(Request request) {
    return Answer.data(json(find(request)));
  }

  Answer create(Request request) {
    Instant expiresAt = expiresAt(request);
    String role = request.required("roleId");
    Tokens.Issued issued =
        Optional.of(role)
            .filter(Key::isKey)
            .flatMap(id -> tokens.issue(request.required("name"), RoleId.of(id), expiresAt))
            .orElseThrow(
                () ->
                    ApiError.invalid(
                        "roleId",
                        "must be the id of a role. Received \"%s\""
                            .formatted(Wording.shortened(role))));
    return Answer.data(json(issued.token()).put("token", issued.text().reveal()));
  }

  Answer revoke(Request request) {
    Token token = find(request);
    if (token.revokedAt() == null) {
      Writes.write(catalog, stores -> stores.access().revoke(token.id(), clock.instant()));
    }
    return Answer.nothing();
  }

  private Token find(Request request) {
    return catalog.read(stores -> Lookup.token(stores, request.path("tokenId")));
  }

  private @Nullable Instant expiresAt(Request request) {
    String text = request.text("expiresAt");
    if (text == null) {
      return null;
    }
    Instant end = parsed(text);
    if (!end.isAfter(clock.instant())) {
      throw ApiError.invalid("expiresAt", "must be in the future. Received \"%s\"".formatted(text));
    }
    return end;
  }

  private static Instant parsed(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw ApiError.invalid("expiresAt", "must be a date-time. Received \"%s\"".formatted(text));
    }
  }

  private static ObjectNode json(Token token) {
    ObjectNode json = Json.object();
    json.put("id", token.id().toString());
    json.put("name", token.name());
    json.put("roleId", token.roleId().toString());
    json.put("createdAt", Json.time(token.createdAt()));
    Json.putTime(json, "expiresAt", token.expiresAt());
    Json.putTime(json, "revokedAt", token.revokedAt());
    return json;
  }
}
