package io.clusterline.event;

/**
 * A resource that a removal retained.
 *
 * @param what an address or an identifier of the provider
 * @param why the reason, and who is responsible for it instead
 */
public record Retained(String what, String why) {}
