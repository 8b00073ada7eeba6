package io.clusterline.event;

/**
 * A platform add-on.
 *
 * @param name its name in the catalogue
 * @param namespace where it is installed
 * @param chartVersion of the chart that was installed
 * @param appVersion of the installed application
 * @param healthy whether all its workloads are available
 * @param detail evidence of its health: "3/3 workloads available", or what is missing
 * @param how kind of that evidence
 */
public record AddonStatus(
    String name,
    String namespace,
    String chartVersion,
    String appVersion,
    boolean healthy,
    String detail,
    Evidence.How how) {}
