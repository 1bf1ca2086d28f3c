package holdfast.chaos;

import java.io.IOException;

/** SIGKILL. The children of a JVM that is killed alone have to find out by themselves. */
record NodeKilled(boolean withChildren) implements Fault {
  @Override
  public void strike(Scene scene) {
    scene.node().kill(withChildren);
  }

  @Override
  public void lift(Scene scene) throws IOException {
    scene.node().ensureRunning();
  }
}
