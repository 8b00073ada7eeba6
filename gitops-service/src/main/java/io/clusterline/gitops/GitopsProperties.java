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
 */
@ConfigurationProperties("clusterline.gitops")
public record GitopsProperties(
    @DefaultValue HelmSettings helm, @DefaultValue("10m") Duration healthWithin) {}
