package ai.scailabs.scaicore.scaiflow.deploy;

import ai.scailabs.scaicore.scaiflow.client.DeployedCore;

/** Whom a rollout tells how far it is. */
interface Progress {

  /** For a rollout that nobody keeps a record of. */
  Progress UNRECORDED =
      new Progress() {
        @Override
        public void check() {}

        @Override
        public void made(DeployedCore core) {}
      };

  /** Asked before each step that changes something elsewhere; what it throws ends the rollout. */
  void check();

  /** There is a Core, whatever may fail from here on. */
  void made(DeployedCore core);
}
