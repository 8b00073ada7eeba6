package io.clusterline.infra.dns;

import io.clusterline.event.DnsRecord;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.edge.HostedZone;
import io.clusterline.infra.edge.Records;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.LedgerEntry;
import io.clusterline.stage.Step;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * The host's A record: an alias of the load balancer, with the owner's mark beside it. A record
 * that is somebody else's is refused, not overwritten.
 */
public record HostRecord(HostedZone zone, Balancer balancer, String host)
    implements Step<Aws, HostRecord.Held> {

  /**
   * A record that this cluster made.
   *
   * @param target name of the load balancer that it leads to
   * @param targetZone the hosted zone of that name
   * @param change id of the change that wrote it last
   */
  public record Held(String zoneId, String host, String target, String targetZone, String change) {

    ResourceRecordSet toSet() {
      return ResourceRecordSet.builder()
          .name(host)
          .type(RRType.A)
          .aliasTarget(
              alias -> alias.hostedZoneId(targetZone).dnsName(target).evaluateTargetHealth(true))
          .build();
    }

    DnsRecord published() {
      return new DnsRecord(host, RRType.A.toString(), target, targetZone, zoneId);
    }

    private Held writtenBy(String otherChange) {
      return new Held(zoneId, host, target, targetZone, otherChange);
    }
  }

  public static final Kind<Aws, Held> KIND =
      Kind.of("host-record", Held.class, HostRecordRemoval::delete, HostRecord::orphan);

  @Override
  public Kind<Aws, Held> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return host;
  }

  @Override
  public Found<Held> find(Aws aws) {
    Held wanted = wanted(aws);
    HostName name = HostName.read(aws, wanted.zoneId(), host);
    Optional<Held> recorded = aws.recorded(KIND);
    name.refuseOthers(wanted, recorded);
    if (name.address().isEmpty() || recorded.isEmpty()) {
      return Found.missing(); // written again after a crash: only so its change is known
    }
    Held present = wanted.writtenBy(recorded.get().change());
    ResourceRecordSet address = name.address().get();
    if (!Records.isSame(address, wanted.toSet())) {
      return Found.drifted(present, new Change("target", Records.target(address), wanted.target()));
    }
    return name.isMarkedAs(name.own())
        ? Found.inSync(present)
        : Found.drifted(present, new Change("owner", "none", name.own().toString()));
  }

  @Override
  public Held apply(Aws aws, Found<Held> found) {
    Held wanted = wanted(aws);
    HostName.read(aws, wanted.zoneId(), host).refuseOthers(wanted, aws.recorded(KIND));
    List<ResourceRecordSet> both =
        List.of(wanted.toSet(), OwnersMark.of(aws.cluster()).toSet(host));
    return wanted.writtenBy(Records.upsert(aws, wanted.zoneId(), both));
  }

  private Held wanted(Aws aws) {
    Balancer.Target target = aws.output(balancer);
    return new Held(aws.output(zone).id(), host, target.name(), target.zoneId(), "");
  }

  /** A record with this cluster's mark, written before a crash. */
  private static Optional<Held> orphan(Aws aws, LedgerEntry intent) {
    String host = intent.address().key();
    return aws.domain()
        .flatMap(domain -> aws.recorded(HostedZone.KIND, domain))
        .map(zone -> HostName.read(aws, zone.id(), host))
        .filter(name -> name.isMarkedAs(name.own()))
        .map(HostName::held);
  }
}
