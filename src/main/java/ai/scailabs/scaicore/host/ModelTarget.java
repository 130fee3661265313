package ai.scailabs.scaicore.host;

import ai.scailabs.scaicore.catalogue.Endpoint;

/** What a model that a program names turns out to be. */
sealed interface ModelTarget {

  /** The offline model. */
  record Offline(String slug) implements ModelTarget {}

  /**
   * A model on a model server.
   *
   * @param name as it goes into the accounts
   * @param foreign whether the server is another tenant's
   */
  record Served(String name, Endpoint endpoint, boolean foreign) implements ModelTarget {}

  /** Nothing that can be called. */
  record Missing(String why) implements ModelTarget {}
}
