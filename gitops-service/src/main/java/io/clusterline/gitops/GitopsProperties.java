package io.clusterline.gitops;

import io.clusterline.gitops.helm.HelmSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of this service, under {@code clusterline.gitops}.
 *
 * @param helm how much of Helm runs at once
 * @param healthWithin how long an add-on may take until it is healthy, at most 30 minutes
 * @param readRepository whether the GitOps repository is looked into before the cluster follows it;
 *     off where Git hosts are not to be reached from here, as in the sandbox
 * @param readWithin how long such a look may take
 */
@ConfigurationProperties("clusterline.gitops")
public record GitopsProperties(
    @DefaultValue HelmSettings helm,
    @DefaultValue("10m") Duration healthWithin,
    @DefaultValue("true") boolean readRepository,
    @DefaultValue("1m") Duration readWithin) {}
