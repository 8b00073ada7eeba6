package io.clusterline.spec;

import org.jspecify.annotations.Nullable;

/**
 * Where in AWS the cluster stands.
 *
 * @param accountId the account that must answer; any other is refused before anything is made
 * @param region the one region of the cluster
 * @param roleArn a role to assume for every call
 * @param permissionsBoundary the boundary that every role made for the cluster carries
 * @param ami the machine image of the nodes
 */
public record AwsSpec(
    @Nullable String accountId,
    String region,
    @Nullable String roleArn,
    @Nullable String permissionsBoundary,
    AmiSpec ami) {}
