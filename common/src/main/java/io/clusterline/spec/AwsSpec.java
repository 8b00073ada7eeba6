package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's account and region in AWS.
 *
 * @param accountId the expected account; any other is refused before anything is created
 * @param region the one region of the cluster
 * @param roleArn a role to assume for every call
 * @param permissionsBoundary the permissions boundary of every role that is created for the cluster
 * @param ami the machine image of the nodes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AwsSpec(
    @Constraint(form = TextFormat.ACCOUNT) @Nullable String accountId,
    @Constraint(form = TextFormat.REGION) String region,
    @Constraint(form = TextFormat.IAM_ARN) @Nullable String roleArn,
    @Constraint(form = TextFormat.IAM_ARN) @Nullable String permissionsBoundary,
    @Constraint(defaultsTo = AmiSpec.UBUNTU_22_04) AmiSpec ami) {}
