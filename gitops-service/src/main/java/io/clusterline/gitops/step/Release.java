package io.clusterline.gitops.step;

/**
 * The ledger's value of an installed chart.
 *
 * @param revision Helm's count of its installs and upgrades
 * @param digest of all its inputs
 */
public record Release(
    String name, String namespace, String chart, String version, int revision, String digest) {}
