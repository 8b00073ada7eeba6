package io.clusterline.event;

/**
 * A platform add-on.
 *
 * @param chartVersion of the chart that was installed
 * @param appVersion of what the chart installs
 * @param detail what its health rests on: "3/3 workloads available", or what is missing
 */
public record AddonStatus(
    String name,
    String namespace,
    String chartVersion,
    String appVersion,
    boolean healthy,
    String detail,
    Evidence.How how) {}
