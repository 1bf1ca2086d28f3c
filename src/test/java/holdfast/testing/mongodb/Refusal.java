package holdfast.testing.mongodb;

import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonString;

/** The server says no. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final String name;

  Refusal(int code, String name, String message) {
    super(message);
    this.code = code;
    this.name = name;
  }

  BsonDocument answer() {
    return new BsonDocument("ok", new BsonDouble(0))
        .append("errmsg", new BsonString(getMessage()))
        .append("code", new BsonInt32(code))
        .append("codeName", new BsonString(name));
  }
}
