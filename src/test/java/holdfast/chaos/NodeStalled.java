package holdfast.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** SIGSTOP, then SIGCONT: the world goes on without it meanwhile. */
record NodeStalled(boolean withChildren, int leastMillis) implements Fault {
  @Override
  public void strike(Scene scene) throws IOException {
    scene.node().stall(withChildren);
  }

  @Override
  public void lift(Scene scene) throws IOException {
    scene.node().goOn();
  }

  /** Sends a signal to whoever of these is still there. */
  static void signal(String signal, List<ProcessHandle> processes) throws IOException {
    List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
    processes.stream().filter(ProcessHandle::isAlive).forEach(it -> command.add("" + it.pid()));
    if (command.size() == 2) {
      return;
    }
    Process kill =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    kill.onExit().join();
  }
}
