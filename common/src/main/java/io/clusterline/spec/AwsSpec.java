package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
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
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AwsSpec(
    @Constraint(form = TextFormat.ACCOUNT) @Nullable String accountId,
    @Constraint(form = TextFormat.REGION) String region,
    @Constraint(form = TextFormat.IAM_ARN) @Nullable String roleArn,
    @Constraint(form = TextFormat.IAM_ARN) @Nullable String permissionsBoundary,
    @Constraint(defaultsTo = AmiSpec.UBUNTU_22_04) AmiSpec ami) {}
