package holdfast.chaos;

/** All processes of the database server that holds sources and targets are killed. */
record DatabaseDown() implements Fault {
  @Override
  public void strike(Scene scene) throws Exception {
    scene.surroundings().crashDatabases();
  }

  @Override
  public void lift(Scene scene) throws Exception {
    scene.surroundings().startDatabasesAgain();
  }
}
