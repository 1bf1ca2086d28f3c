package holdfast.testing.mongodb;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/** How the gate says what it is, and lets a client log in. */
final class GateGreeting {
  private GateGreeting() {}

  static BsonDocument hello(Gate gate, GateConnection client, BsonDocument command) {
    BsonValue application =
        command
            .getDocument("client", new BsonDocument())
            .getDocument("application", new BsonDocument())
            .get("name");
    if (application != null) {
      client.appName = application.asString().getValue();
    }
    BsonDocument answer =
        Gate.ok()
            .append("helloOk", BsonBoolean.TRUE)
            .append("ismaster", BsonBoolean.TRUE)
            .append("isWritablePrimary", BsonBoolean.TRUE)
            .append("maxBsonObjectSize", new BsonInt32(16 * 1024 * 1024))
            .append("maxMessageSizeBytes", new BsonInt32(48_000_000))
            .append("maxWriteBatchSize", new BsonInt32(100_000))
            .append("localTime", new BsonDateTime(0))
            .append("logicalSessionTimeoutMinutes", new BsonInt32(30))
            .append("minWireVersion", new BsonInt32(0))
            .append("maxWireVersion", new BsonInt32(17))
            .append("saslSupportedMechs", new BsonArray(List.of(new BsonString("SCRAM-SHA-256"))));
    if (!gate.hello.isEmpty()) {
      answer.append("msg", new BsonString(gate.hello));
    }
    if (!gate.setName.isEmpty()) {
      BsonString me = new BsonString("127.0.0.1:" + gate.port());
      answer.append("setName", new BsonString(gate.setName)).append("me", me);
      answer.append("primary", me).append("hosts", new BsonArray(List.of(me)));
    }
    return answer;
  }

  /** The stock tools want the version's numbers. */
  static BsonDocument buildInfo(String version) {
    BsonArray numbers = new BsonArray();
    for (String number : version.split("\\.", -1)) {
      numbers.add(new BsonInt32(Integer.parseInt(number)));
    }
    numbers.add(new BsonInt32(0));
    return Gate.ok().append("version", new BsonString(version)).append("versionArray", numbers);
  }

  /** What the stock tools ask for: the version whose features may be used. */
  static BsonDocument compatibility(String version) {
    String release = version.substring(0, version.lastIndexOf('.'));
    return Gate.ok()
        .append(
            "featureCompatibilityVersion", new BsonDocument("version", new BsonString(release)));
  }

  static BsonDocument login(
      Map<String, Gate.User> users, GateConnection client, BsonDocument command)
      throws GeneralSecurityException {
    byte[] payload = command.getBinary("payload").getData();
    if (command.containsKey("saslStart")) {
      client.login =
          new Scram(
              users.entrySet().stream()
                  .collect(
                      Collectors.toMap(Map.Entry::getKey, user -> user.getValue().password())));
      return step(false, client.login.first(payload));
    }
    Scram login = client.login;
    byte[] proof = login == null ? null : login.last(payload);
    if (login == null || proof == null) {
      throw new Refusal(18, "AuthenticationFailed", "Authentication failed.");
    }
    client.user = login.user();
    return step(true, proof);
  }

  private static BsonDocument step(boolean isDone, byte[] payload) {
    return Gate.ok()
        .append("conversationId", new BsonInt32(1))
        .append("done", BsonBoolean.valueOf(isDone))
        .append("payload", new BsonBinary(payload));
  }
}
