package holdfast.destination;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.MemoryDestination;

/** The fake keeps the contract, so that what is tested with it holds for real destinations. */
class MemoryDestinationTest extends DestinationContract {
  private MemoryDestination memory = new MemoryDestination();

  @Override
  protected Destination open() {
    memory = new MemoryDestination();
    return memory;
  }

  @Override
  protected void assertNothingIsLeft() {
    assertThat(memory.openUploads()).isEmpty();
    assertThat(memory.keys()).isEmpty();
  }
}
