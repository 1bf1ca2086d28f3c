package holdfast.testing;

import holdfast.destination.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** Bytes that look random, are the same every time, and never repeat with the size of a part. */
public final class Bytes {
  private final byte[] bytes;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Bytes pattern(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return new Bytes(bytes);
  }

  public byte[] toArray() {
    return bytes.clone();
  }

  public byte[] slice(int from, int length) {
    return java.util.Arrays.copyOfRange(bytes, from, from + length);
  }

  /** In pieces of uneven size, as a pipeline would. */
  public void writeTo(Upload upload) throws IOException {
    int piece = 100_003;
    for (int at = 0; at < bytes.length; at += piece) {
      upload.write(bytes, at, Math.min(piece, bytes.length - at));
    }
  }

  public String sha256() {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  public static String sha256(InputStream in) throws IOException {
    DigestInputStream digesting = new DigestInputStream(in, digest());
    digesting.transferTo(java.io.OutputStream.nullOutputStream());
    return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new AssertionError(everyJdkHasIt);
    }
  }
}
