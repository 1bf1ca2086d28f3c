package holdfast.chaos;

/** The S3 server is gone with all its connections; what it has stored is there when it is back. */
record StoreDown() implements Fault {
  @Override
  public void strike(Scene scene) {
    scene.surroundings().s3().crash();
  }

  @Override
  public void lift(Scene scene) throws Exception {
    scene.surroundings().s3().startAgain();
  }
}
