package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The public DNS of the domain.
 *
 * @param zoneId the hosted zone in Route 53 that holds the domain; absent: the account's only
 *     public zone of that name, or of a parent of it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DnsSpec(@Constraint(form = TextFormat.ZONE_ID) @Nullable String zoneId) {}
