package io.clusterline.gitops.step;

/**
 * What an add-on's health rests on.
 *
 * @param detail {@code 3/3 workloads available}
 */
public record AddonHealth(boolean healthy, String detail) {}
