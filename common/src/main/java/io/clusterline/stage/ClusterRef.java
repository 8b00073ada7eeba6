package io.clusterline.stage;

/**
 * Whose build this is.
 *
 * @param name the cluster's name, unique per account and region
 * @param uid the cluster's identity: a deleted and rebuilt cluster of the same name has another
 * @param generation which accepted request, from 1
 * @param buildId the run of that generation (UUIDv7): the correlation id of its events
 */
public record ClusterRef(String name, String uid, long generation, String buildId) {}
