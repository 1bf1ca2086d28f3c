package holdfast.destination;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.MemoryDestination;
import org.junit.jupiter.api.Test;

class PrefixedDestinationTest extends DestinationContract {
  private MemoryDestination memory = new MemoryDestination();

  @Override
  protected Destination open() {
    memory = new MemoryDestination();
    return new PrefixedDestination(memory, "backups/");
  }

  @Override
  protected void assertNothingIsLeft() {
    assertThat(memory.openUploads()).isEmpty();
    assertThat(memory.keys()).isEmpty();
  }

  @Test
  void putsEverythingUnderItsPrefix() throws Exception {
    put("a/data", "x");

    assertThat(memory.keys()).containsExactly("backups/a/data");
  }

  @Test
  void seesAndDiscardsNothingOfItsNeighbours() throws Exception {
    put(memory, "backups-of-others/data", "x");
    put(memory, "other", "x");
    Upload others = memory.upload("backups2/data");

    assertThat(keys("")).isEmpty();
    assertThat(destination.stat("other")).isEmpty();
    destination.discardUploads("");

    assertThat(memory.openUploads()).containsExactly("backups2/data");
    others.close();
  }
}
