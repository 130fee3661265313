package ai.scailabs.scaicore.program.expression;

/** A collection that knows how large it is. */
sealed interface Weighed permits Items, Fields, TextualMap {

  Weight weight();
}
