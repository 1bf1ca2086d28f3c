package holdfast.chaos;

import java.io.IOException;

/** Somebody else fills the disk of the local destination, but for a little. */
record DiskFull() implements Fault {
  @Override
  public void strike(Scene scene) throws IOException {
    scene.surroundings().disk().fill(scene.random().nextInt(200_000));
  }

  @Override
  public void lift(Scene scene) throws IOException {
    scene.surroundings().disk().free();
  }
}
