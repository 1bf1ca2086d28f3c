package holdfast.destination;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.model.FailureCode;
import holdfast.testing.Bytes;
import holdfast.testing.Failures;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@link Destination} and {@link Upload} promise. The test of a driver extends this and fills
 * in the blanks; where it overrides a test, it says why.
 */
public abstract class DestinationContract extends DestinationFixture {

  @Test
  void keepsWhatWasCommitted() throws Exception {
    StoredObject stored = put("a/b/data", "hello");

    assertThat(stored).isEqualTo(new StoredObject("a/b/data", 5));
    assertThat(read("a/b/data")).isEqualTo("hello");
    assertThat(destination.stat("a/b/data")).contains(stored);
    assertThat(keys("")).containsExactly("a/b/data");
  }

  @Test
  void keepsAnEmptyObject() throws Exception {
    put("empty", "");

    assertThat(destination.stat("empty")).contains(new StoredObject("empty", 0));
    assertThat(read("empty")).isEmpty();
  }

  @Test
  void keepsABigStreamByteForByte() throws Exception {
    try (Upload upload = destination.upload("big")) {
      Bytes.pattern(BIG).writeTo(upload);
      assertThat(upload.commit().bytes()).isEqualTo(BIG);
    }

    try (InputStream in = destination.open("big", 0)) {
      assertThat(Bytes.sha256(in)).isEqualTo(Bytes.pattern(BIG).sha256());
    }
  }

  @Test
  void takesTheArrayBackAfterEachWrite() throws Exception {
    byte[] buffer = "one".getBytes(UTF_8);
    try (Upload upload = destination.upload("reused")) {
      upload.write(buffer, 0, 3);
      Arrays.fill(buffer, (byte) 'x');
      upload.write(buffer, 1, 1);
      upload.commit();
    }

    assertThat(read("reused")).isEqualTo("onex");
  }

  @Test
  void showsNothingBeforeTheCommit() throws Exception {
    try (Upload upload = destination.upload("p/big")) {
      Bytes.pattern(BIG).writeTo(upload);

      assertThat(destination.stat("p/big")).isEmpty();
      assertThat(keys("")).isEmpty();
      assertFailsWith(FailureCode.OBJECT_MISSING, () -> destination.open("p/big", 0));
      upload.commit();
    }

    assertThat(keys("")).containsExactly("p/big");
  }

  @Test
  void discardsOnCloseWhatWasNotCommitted() throws Exception {
    try (Upload upload = destination.upload("p/big")) {
      Bytes.pattern(BIG).writeTo(upload);
    }
    try (Upload upload = destination.upload("p/small")) {
      upload.write(new byte[10], 0, 10);
    }
    destination.upload("p/nothing").close();

    assertThat(keys("")).isEmpty();
    assertThat(destination.stat("p/big")).isEmpty();
    assertNothingIsLeft();
  }

  @Test
  void closingTwiceOrAfterTheCommitChangesNothing() throws Exception {
    Upload upload = destination.upload("twice");
    upload.write(new byte[3], 0, 3);
    upload.commit();
    upload.close();
    upload.close();
    Upload other = destination.upload("other");
    other.close();
    other.close();

    assertThat(keys("")).containsExactly("twice");
  }

  @Test
  void refusesToWriteOrCommitOnceTheUploadHasEnded() throws Exception {
    Upload upload = destination.upload("ended");
    upload.commit();

    assertThatThrownBy(() -> upload.write(new byte[1], 0, 1))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(upload::commit).isInstanceOf(IllegalStateException.class);
    upload.close();
    assertThatThrownBy(upload::commit).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void replacesAnObjectOnlyAtTheCommit() throws Exception {
    put("key", "old");
    try (Upload upload = destination.upload("key")) {
      upload.write("renewed".getBytes(UTF_8), 0, 7);
      assertThat(read("key")).isEqualTo("old");
      upload.commit();
    }
    assertThat(read("key")).isEqualTo("renewed");

    try (Upload upload = destination.upload("key")) {
      upload.write(new byte[1], 0, 1);
    }
    assertThat(read("key")).isEqualTo("renewed");
  }

  @Test
  void uploadsTwoAtOnce() throws Exception {
    try (Upload first = destination.upload("first");
        Upload second = destination.upload("second")) {
      first.write("1".getBytes(UTF_8), 0, 1);
      second.write("2".getBytes(UTF_8), 0, 1);
      second.commit();
      assertThat(keys("")).containsExactly("second");
      first.commit();
    }

    assertThat(read("first")).isEqualTo("1");
    assertThat(read("second")).isEqualTo("2");
  }

  @Test
  void uploadsFromManyThreads() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> uploads = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String key = "t" + i % 3 + "/u" + i;
        uploads.add(
            threads.submit(
                () -> {
                  put(key, key);
                  destination.delete(key);
                  return put(key, key + key);
                }));
      }
      for (Future<?> upload : uploads) {
        upload.get();
      }
    }

    assertThat(keys("")).hasSize(20);
    assertThat(read("t1/u7")).isEqualTo("t1/u7t1/u7");
  }

  @Test
  void ofTwoUploadsOfOneKeyTheLaterCommitStays() throws Exception {
    try (Upload first = destination.upload("key");
        Upload second = destination.upload("key")) {
      first.write("first".getBytes(UTF_8), 0, 5);
      second.write("second".getBytes(UTF_8), 0, 6);
      second.commit();
      first.commit();
    }

    assertThat(read("key")).isEqualTo("first");
  }

  @Test
  void opensAtAnOffset() throws Exception {
    put("key", "0123456789");

    assertThat(read("key", 1)).isEqualTo("123456789");
    assertThat(read("key", 9)).isEqualTo("9");
    assertThat(read("key", 10)).isEmpty();
    assertFailsWith(FailureCode.OBJECT_CORRUPT, () -> destination.open("key", 11));
  }

  @Test
  void opensABigObjectAtAnOffset() throws Exception {
    try (Upload upload = destination.upload("big")) {
      Bytes.pattern(BIG).writeTo(upload);
      upload.commit();
    }

    try (InputStream in = destination.open("big", BIG - 1000)) {
      assertThat(in.readAllBytes()).isEqualTo(Bytes.pattern(BIG).slice(BIG - 1000, 1000));
    }
  }

  @Test
  void readsOnlyTheBeginning() throws Exception {
    try (Upload upload = destination.upload("big")) {
      Bytes.pattern(BIG).writeTo(upload);
      upload.commit();
    }
    for (int i = 0; i < 3; i++) {
      try (InputStream in = destination.open("big", 0)) {
        assertThat(in.readNBytes(100)).isEqualTo(Bytes.pattern(BIG).slice(0, 100));
      }
    }

    assertThat(keys("")).containsExactly("big");
  }

  @Test
  void saysThatAnObjectIsAbsent() throws Exception {
    put("there", "x");

    assertThat(destination.stat("absent")).isEmpty();
    assertThat(destination.stat("there/absent")).isEmpty();
    assertThat(destination.stat("ther")).isEmpty();
    assertFailsWith(FailureCode.OBJECT_MISSING, () -> destination.open("absent", 0));
    assertFailsWith(FailureCode.OBJECT_MISSING, () -> destination.open("absent", 5));
  }

  @Test
  void aFolderIsNoObject() throws Exception {
    put("folder/object", "x");

    assertThat(destination.stat("folder")).isEmpty();
    assertFailsWith(FailureCode.OBJECT_MISSING, () -> destination.open("folder", 0));
    destination.delete("folder");
    assertThat(keys("")).containsExactly("folder/object");
  }

  @Test
  void deletesOnceAndAgain() throws Exception {
    put("a/b/one", "1");
    put("a/two", "2");

    destination.delete("a/b/one");
    destination.delete("a/b/one");
    destination.delete("never/was");

    assertThat(destination.stat("a/b/one")).isEmpty();
    assertThat(keys("")).containsExactly("a/two");
    destination.delete("a/two");
    assertNothingIsLeft();
  }

  @Test
  void listsInKeyOrderWhateverIsAFolder() throws Exception {
    List<String> ordered = List.of("A", "a-b/x", "a.b/x", "a/b", "a/c/d", "a0", "a_b", "b");
    for (String key : ordered.reversed()) {
      put(key, key);
    }

    assertThat(keys("")).containsExactlyElementsOf(ordered);
  }

  @Test
  void listsWhatStartsWithThePrefix() throws Exception {
    for (String key : List.of("p/a/1", "p/a/2", "p/ab/1", "p/b", "q/a/1")) {
      put(key, key);
    }

    assertThat(keys("p/")).containsExactly("p/a/1", "p/a/2", "p/ab/1", "p/b");
    assertThat(keys("p/a")).containsExactly("p/a/1", "p/a/2", "p/ab/1");
    assertThat(keys("p/a/")).containsExactly("p/a/1", "p/a/2");
    assertThat(keys("p/a/2")).containsExactly("p/a/2");
    assertThat(keys("p/b/")).isEmpty();
    assertThat(keys("none/")).isEmpty();
  }

  @Test
  void listsMoreThanOnePage() throws Exception {
    List<String> expected = IntStream.range(0, 1105).mapToObj("many/%04d"::formatted).toList();
    putEmpty(expected);

    assertThat(keys("many/")).containsExactlyElementsOf(expected);
  }

  @Test
  void deletesWhileItLists() throws Exception {
    for (int i = 0; i < 5; i++) {
      put("x/" + i + "/data", "x");
      put("x/" + i + "/manifest", "x");
    }

    destination.list("x/", object -> Failures.unchecked(() -> destination.delete(object.key())));

    assertThat(keys("")).isEmpty();
  }

  @Test
  void passesOnWhatTheVisitorThrows() throws Exception {
    put("key", "x");

    assertThatThrownBy(
            () ->
                destination.list(
                    "",
                    object -> {
                      throw new UnsupportedOperationException();
                    }))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void discardsTheOpenUploadsUnderAPrefixAndNoOthers() throws Exception {
    put("run/1/data", "committed");
    Upload mine = destination.upload("run/1/big");
    Bytes.pattern(BIG).writeTo(mine);
    Upload others = destination.upload("run/10/big");
    Bytes.pattern(BIG).writeTo(others);

    destination.discardUploads("run/1/");

    assertFailsWith(
        FailureCode.DESTINATION_ERROR,
        () -> {
          mine.write(new byte[1], 0, 1);
          mine.commit();
        });
    mine.close();
    others.commit();
    others.close();
    assertThat(keys("")).containsExactly("run/1/data", "run/10/big");
    destination.discardUploads("run/1/");
    destination.discardUploads("none/");
    assertThat(read("run/1/data")).isEqualTo("committed");
  }

  @Test
  void saysTheSameAgainAfterAFailure() throws Exception {
    Upload upload = destination.upload("run/1/big");
    Bytes.pattern(BIG).writeTo(upload);
    destination.discardUploads("run/1/");
    FailureCode first = Failures.codeOf(upload::commit);

    assertThat(Failures.codeOf(() -> upload.write(new byte[1], 0, 1))).isEqualTo(first);
    assertThat(Failures.codeOf(upload::commit)).isEqualTo(first);
    upload.close();
    assertThat(keys("")).isEmpty();
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", "a/..", ".hidden",
        "a/.hidden", "a b", "a\\b", "a\0b", "a\nb", "ä", "a?b", "a*", "a%2Fb", "~a", "C:a", "a+b"
      })
  void refusesKeysWithUnusualCharacters(String key) {
    assertFailsWith(FailureCode.DESTINATION_INVALID, () -> destination.upload(key));
    assertFailsWith(FailureCode.DESTINATION_INVALID, () -> destination.open(key, 0));
    assertFailsWith(FailureCode.DESTINATION_INVALID, () -> destination.stat(key));
    assertFailsWith(FailureCode.DESTINATION_INVALID, () -> destination.delete(key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/a", "a//", "..", "../", "a/../", ".a", "a b", "a\0"})
  void refusesPrefixesThatStartNoKey(String prefix) {
    assertFailsWith(FailureCode.DESTINATION_INVALID, () -> destination.list(prefix, object -> {}));
    assertFailsWith(FailureCode.DESTINATION_INVALID, () -> destination.discardUploads(prefix));
  }

  @Test
  void takesKeysOfTheLongestForm() throws Exception {
    String segment = "s".repeat(200);
    String key = String.join("/", segment, segment, segment, segment);
    put(key, "x");

    assertThat(keys("")).containsExactly(key);
    assertFailsWith(FailureCode.DESTINATION_INVALID, () -> destination.upload("s".repeat(201)));
    assertFailsWith(FailureCode.DESTINATION_INVALID, () -> destination.upload(key + "/" + segment));
  }
}
