package holdfast.database.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes commands as servers read them: how many words, then each with its length. */
record RespWriter(OutputStream out) {
  private static final byte[] LINE_END = {'\r', '\n'};

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  void command(List<byte[]> words) throws IOException {
    begin(words.size());
    for (byte[] word : words) {
      word(word);
    }
  }

  void command(String... words) throws IOException {
    command(List.of(words).stream().map(RespWriter::bytes).toList());
  }

  /** Begins a command of so many words. */
  void begin(int words) throws IOException {
    out.write(("*" + words + "\r\n").getBytes(ISO_8859_1));
  }

  void word(String word) throws IOException {
    word(bytes(word));
  }

  void word(byte[] word) throws IOException {
    beginWord(word.length);
    out.write(word);
    endWord();
  }

  /** Begins a word of so many bytes, which are then written to {@link #out}. */
  void beginWord(long bytes) throws IOException {
    out.write(("$" + bytes + "\r\n").getBytes(ISO_8859_1));
  }

  void endWord() throws IOException {
    out.write(LINE_END);
  }
}
