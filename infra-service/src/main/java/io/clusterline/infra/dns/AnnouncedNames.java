package io.clusterline.infra.dns;

import io.clusterline.event.DnsReady;
import io.clusterline.event.DnsRecord;
import io.clusterline.event.Evidence;
import io.clusterline.event.Evidence.How;
import io.clusterline.infra.aws.Aws;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;

/**
 * Publishes that the names lead to the cluster: DnsReady, before the stage ends with ClusterReady.
 * Published again, in another attempt at the same generation, it is the same event.
 */
public record AnnouncedNames(List<HostAnswer> answers, Cluster specification)
    implements Step<Aws, AnnouncedNames.Value> {

  /** The published event, and its generation. */
  public record Value(long generation, List<DnsRecord> records, List<Evidence> evidence) {

    public Value {
      records = List.copyOf(records);
      evidence = List.copyOf(evidence);
    }
  }

  public static final Kind<Aws, Value> KIND = Kind.withoutResource("announcement", Value.class);

  @Override
  public Kind<Aws, Value> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "dns-ready";
  }

  /** It is published in every attempt, as every announcement. */
  @Override
  public Found<Value> find(Aws aws) {
    return Found.missing();
  }

  @Override
  public Value apply(Aws aws, Found<Value> found) {
    List<HostAnswer.Answer> all = answers.stream().map(aws::output).toList();
    Value value =
        new Value(
            aws.cluster().generation(),
            all.stream().map(HostAnswer.Answer::record).toList(),
            evidence(all, aws.isAmazons() ? How.EXECUTED : How.SIMULATED));
    aws.publish(new DnsReady(specification, value.records(), value.evidence()));
    return value;
  }

  private static List<Evidence> evidence(List<HostAnswer.Answer> all, How how) {
    return all.isEmpty()
        ? List.of(new Evidence("public names", How.SKIPPED, NoNames.REASON))
        : all.stream().map(one -> resolved(one, how)).toList();
  }

  private static Evidence resolved(HostAnswer.Answer one, How how) {
    return new Evidence(
        one.record().name() + " resolves to the load balancer",
        how,
        one.record().target() + ": " + String.join(", ", one.addresses()));
  }
}
