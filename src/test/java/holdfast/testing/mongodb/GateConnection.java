package holdfast.testing.mongodb;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** One client's connection, and the one beyond it to mongo-java-server. For one thread. */
final class GateConnection implements AutoCloseable {
  private final Gate gate;
  private final Socket client;
  private final int backendPort;
  private @Nullable Socket backend;
  private @Nullable DataInputStream backendIn;

  /** The name that the client has given itself. */
  String appName = "";

  /** Who has logged in. */
  @Nullable String user;

  /** A login that is under way. */
  @Nullable Scram login;

  GateConnection(Gate gate, Socket client, int backendPort) {
    this.gate = gate;
    this.client = client;
    this.backendPort = backendPort;
  }

  void serve() {
    try (this) {
      DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
      while (true) {
        Wire message = Wire.read(in);
        client.getOutputStream().write(gate.answer(this, message).bytes());
        client.getOutputStream().flush();
      }
    } catch (IOException e) {
      gate.forget(this); // The client has gone.
    }
  }

  /** Sends a message on, and reads its answer. */
  Wire forward(Wire message) throws IOException {
    if (backend == null || backendIn == null) {
      backend = new Socket(InetAddress.getLoopbackAddress(), backendPort);
      backendIn = new DataInputStream(new BufferedInputStream(backend.getInputStream()));
    }
    backend.getOutputStream().write(message.bytes());
    backend.getOutputStream().flush();
    return Wire.read(backendIn);
  }

  /** All documents of a collection, as they are now. */
  BsonArray documents(String database, String collection) {
    BsonArray all = new BsonArray();
    BsonDocument command =
        new BsonDocument("find", new BsonString(collection))
            .append("batchSize", new BsonInt32(10_000))
            .append("$db", new BsonString(database));
    try {
      while (true) {
        BsonDocument cursor = forward(Wire.command(command)).body().getDocument("cursor");
        for (BsonValue document :
            cursor.getArray(cursor.containsKey("firstBatch") ? "firstBatch" : "nextBatch")) {
          all.add(document);
        }
        long id = cursor.getNumber("id").longValue();
        if (id == 0) {
          return all;
        }
        command =
            new BsonDocument("getMore", new BsonInt64(id))
                .append("collection", new BsonString(collection))
                .append("$db", new BsonString(database));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      client.close();
      if (backend != null) {
        backend.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
