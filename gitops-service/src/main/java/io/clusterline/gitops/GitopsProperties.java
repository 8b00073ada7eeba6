package io.clusterline.gitops;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of this service, under {@code clusterline.gitops}.
 *
 * @param helmCalls calls of Helm at once; each costs about a core while it runs
 * @param healthWithin how long an add-on may take until it is healthy, at most 30 minutes
 */
@ConfigurationProperties("clusterline.gitops")
public record GitopsProperties(
    @DefaultValue("2") int helmCalls, @DefaultValue("10m") Duration healthWithin) {}
