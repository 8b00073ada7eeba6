package io.clusterline.event;

/**
 * Something that a removal left alone.
 *
 * @param what an address or an identifier of the provider
 * @param why the reason, and who takes care of it instead
 */
public record Retained(String what, String why) {}
