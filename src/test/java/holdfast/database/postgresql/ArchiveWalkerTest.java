package holdfast.database.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveWalkerTest {

  @ParameterizedTest
  @ValueSource(ints = {12, 13, 14, 15, 16})
  void findsAnArchiveOfEachFormatWhole(int minor) throws Exception {
    ArchiveWalker walker = walk(archive(minor).bytes());

    assertThat(walker.missing()).isEmpty();
    assertThat(walker.details()).containsEntry("entries", "6");
    assertThat(walker.details()).containsEntry("dataBlocks", "3");
    assertThat(walker.header().orElseThrow().serverVersion()).isEqualTo("1" + minor + ".1");
    assertThat(walker.header().orElseThrow().formatMinor()).isEqualTo(minor);
    assertThat(walker.needs().owners()).containsExactlyInAnyOrder("anna", "Bert \"B\"");
    assertThat(walker.needs().roles()).containsExactlyInAnyOrder("anna", "Bert \"B\"", "reader");
    assertThat(walker.needs().extensions()).containsExactly("citext");
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 14, 15, 16})
  void findsOutWhereverItIsCut(int minor) throws Exception {
    byte[] whole = archive(minor).bytes();
    for (int length = 0; length < whole.length; length++) {
      ArchiveWalker walker = new ArchiveWalker();
      walker.accept(whole, 0, length);
      assertThat(walker.missing()).as("cut at %d", length).isPresent();
    }
  }

  @Test
  void findsTheSameHoweverTheBytesCome() throws Exception {
    byte[] whole = archive(16).bytes();
    for (int piece = 1; piece < 40; piece++) {
      ArchiveWalker walker = new ArchiveWalker();
      for (int at = 0; at < whole.length; at += piece) {
        assertThat(walker.missing()).isPresent();
        walker.accept(whole, at, Math.min(piece, whole.length - at));
      }
      assertThat(walker.missing()).isEmpty();
      assertThat(walker.needs()).isEqualTo(walk(whole).needs());
    }
  }

  @Test
  void knowsTheContentsBeforeTheFirstBlockAndNoSooner() throws Exception {
    ArchiveWriter archive = archive(14);
    int contents = archive.boundaries().get(5);
    ArchiveWalker walker = new ArchiveWalker();
    walker.accept(archive.bytes(), 0, contents - 1);
    assertThat(walker.hasContents()).isFalse();
    walker.accept(archive.bytes(), contents - 1, 1);
    assertThat(walker.hasContents()).isTrue();
  }

  @Test
  void refusesABlockThatComesTwice() {
    ArchiveWriter archive = archive(14).data(3, "again");
    assertThatThrownBy(() -> walk(archive.bytes()))
        .isInstanceOf(MalformedArchive.class)
        .hasMessageContaining("data block 3 was not announced, or comes twice");
  }

  @Test
  void findsOutThatMoreFollows() throws Exception {
    assertThat(walk(archive(14).integer(0).bytes()).missing()).isPresent();
    byte[] more = archive(14).integer(0).integer(0).bytes();
    assertThatThrownBy(() -> walk(more)).isInstanceOf(MalformedArchive.class);
  }

  @Test
  void refusesWhatIsNoArchive() {
    assertThatThrownBy(() -> walk("-- PostgreSQL database dump".getBytes(UTF_8)))
        .isInstanceOf(MalformedArchive.class)
        .hasMessageContaining("does not begin like an archive of pg_dump");
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 17, 255})
  void refusesAFormatThatItDoesNotKnow(int minor) {
    byte[] archive = archive(14).bytes();
    archive[6] = (byte) minor;
    assertThatThrownBy(() -> walk(archive)).hasMessageContaining("1." + minor + " is not known");
  }

  @Test
  void survivesAnyFlippedByte() {
    byte[] whole = archive(15).bytes();
    for (int place = 0; place < whole.length; place++) {
      byte[] flipped = whole.clone();
      flipped[place] ^= (byte) 0x91;
      try {
        walk(flipped).missing();
      } catch (MalformedArchive e) {
        assertThat(e).hasMessageContaining("at byte");
      }
    }
  }

  private static ArchiveWriter archive(int minor) {
    return new ArchiveWriter(minor)
        .header()
        .entries(6)
        .entry(1, false, "DATABASE", "shop", "CREATE DATABASE shop", "nobody")
        .entry(2, false, "EXTENSION", "citext", "CREATE EXTENSION citext;", "")
        .entry(3, true, "TABLE", "customer", "", "anna")
        .entry(4, true, "TABLE", "empty", "", "Bert \"B\"")
        .entry(5, true, "BLOBS", "BLOBS", "", "")
        .entry(6, false, "ACL", "TABLE customer", "GRANT SELECT ON TABLE x TO reader;", "anna")
        .data(3, "1\tone\n", "2\ttwo\n", "\\.\n")
        .data(4)
        .largeObjects(5, 16400, -5);
  }

  private static ArchiveWalker walk(byte[] bytes) throws MalformedArchive {
    ArchiveWalker walker = new ArchiveWalker();
    walker.accept(bytes, 0, bytes.length);
    return walker;
  }
}
