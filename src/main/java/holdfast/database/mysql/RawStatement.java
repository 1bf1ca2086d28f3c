package holdfast.database.mysql;

import java.io.IOException;
import org.mariadb.jdbc.client.Context;
import org.mariadb.jdbc.client.socket.Writer;
import org.mariadb.jdbc.message.ClientMessage;

/**
 * A statement as the bytes that it is: a dump says in which character set each of its statements is
 * written, and going through text would lose what is not in UTF-8.
 */
final class RawStatement implements ClientMessage {
  private static final int QUERY = 0x03;

  private final byte[] bytes;
  private final int length;

  /**
   * @param bytes not copied, and not to be changed while the statement is on its way
   */
  RawStatement(byte[] bytes, int length) {
    this.bytes = bytes;
    this.length = length;
  }

  @Override
  public int encode(Writer writer, Context context) throws IOException {
    writer.initPacket();
    writer.writeByte(QUERY);
    writer.writeBytes(bytes, 0, length);
    writer.flush();
    return 1;
  }

  @Override
  public String description() {
    return "a statement of " + length + " bytes";
  }
}
