package holdfast.chaos;

import holdfast.testing.FaultyHttpProxy.Fault.None;

/** Each request to the S3 server waits before it is passed on. */
record StoreSlow() implements Fault {
  @Override
  public void strike(Scene scene) {
    int millis = 100 + scene.random().nextInt(500);
    scene
        .surroundings()
        .proxy()
        .behave(
            request -> {
              Pause.millis(millis);
              return new None();
            });
  }

  @Override
  public void lift(Scene scene) {
    scene.surroundings().proxy().recover();
  }
}
