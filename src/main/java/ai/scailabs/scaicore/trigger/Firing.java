package ai.scailabs.scaicore.trigger;

/**
 * A trigger that is about to start its flow.
 *
 * @param trigger the name of a program's, the id of a registered one
 */
record Firing(String trigger, String flow) {}
