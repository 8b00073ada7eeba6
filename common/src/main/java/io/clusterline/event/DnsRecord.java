package io.clusterline.event;

/**
 * An alias record in Route 53.
 *
 * @param name the public name: {@code api.example.org}
 * @param type {@code A} or {@code AAAA}
 * @param target the name that it is an alias of
 * @param targetZoneId the hosted zone of the target: of load balancers one per region, AWS' own
 * @param zoneId the hosted zone that holds the record
 */
public record DnsRecord(
    String name, String type, String target, String targetZoneId, String zoneId) {}
