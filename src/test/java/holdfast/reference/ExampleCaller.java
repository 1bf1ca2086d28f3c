package holdfast.reference;

/** Executes examples of one way, as a reader would who has copied them. */
interface ExampleCaller extends AutoCloseable {

  /**
   * What came of an example.
   *
   * @param isGood whether the tool itself says so
   * @param output what a reader would see
   * @param json the server's whole answer where the tool gives it; else empty
   */
  record Called(boolean isGood, String output, String json) {}

  Called call(String example);

  @Override
  void close();
}
