package ai.scailabs.scaicore.iam;

/** What is answered for something that is gone. */
record Deleted(String id, boolean deleted) {

  static Deleted of(String id) {
    return new Deleted(id, true);
  }
}
