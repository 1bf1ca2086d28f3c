package holdfast.chaos;

/** The control: what is violated here is no matter of faults. */
record NoFault() implements Fault {
  @Override
  public void strike(Scene scene) {}

  @Override
  public void lift(Scene scene) {}
}
