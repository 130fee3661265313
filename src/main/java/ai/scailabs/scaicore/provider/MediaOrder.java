package ai.scailabs.scaicore.provider;

import tools.jackson.databind.node.ObjectNode;

/**
 * What is ordered of a model that is no chat.
 *
 * @param tenantId whose program orders
 * @param modality {@code embedding}, {@code image_generation}, {@code tts} or {@code stt}
 * @param input what it is made from; members that are not understood are sent as they are
 * @param key by which the server may tell a repeated order
 */
public record MediaOrder(String tenantId, String modality, ObjectNode input, String key) {}
