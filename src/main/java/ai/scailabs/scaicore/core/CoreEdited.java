package ai.scailabs.scaicore.core;

/** What has to follow, in the same transaction, when a Core's name, program or metadata changed. */
public interface CoreEdited {
  void edited(Core core);
}
