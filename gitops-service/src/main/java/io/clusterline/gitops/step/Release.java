package io.clusterline.gitops.step;

/**
 * An installed chart, as the ledger keeps it.
 *
 * @param revision Helm's count of its installs and upgrades
 * @param digest of everything it was made from
 */
public record Release(
    String name, String namespace, String chart, String version, int revision, String digest) {}
