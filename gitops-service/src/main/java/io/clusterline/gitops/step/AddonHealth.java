package io.clusterline.gitops.step;

/**
 * Evidence of an add-on's health.
 *
 * @param detail {@code 3/3 workloads available}
 */
public record AddonHealth(boolean healthy, String detail) {}
