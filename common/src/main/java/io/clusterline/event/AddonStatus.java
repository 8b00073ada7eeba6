package io.clusterline.event;

/**
 * A platform add-on.
 *
 * @param name its name in the catalogue
 * @param namespace where it is installed
 * @param chartVersion of the chart that was installed
 * @param appVersion of what the chart installs
 * @param healthy whether everything it consists of is available
 * @param detail what its health rests on: "3/3 workloads available", or what is missing
 * @param how how that answer came about
 */
public record AddonStatus(
    String name,
    String namespace,
    String chartVersion,
    String appVersion,
    boolean healthy,
    String detail,
    Evidence.How how) {}
