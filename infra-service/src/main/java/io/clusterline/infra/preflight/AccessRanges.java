package io.clusterline.infra.preflight;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.spec.AccessSpec;
import io.clusterline.spec.Cidr;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether the ranges that may reach the nodes are real ones, and Clusterline's own address is among
 * them: otherwise paid machines would wait for an SSH connection that cannot come. Asked on AWS
 * itself only; nobody reaches the sandbox from elsewhere.
 */
public record AccessRanges(AccessSpec access, EgressSettings egress) implements Step<Aws, Checked> {

  /** Addresses of examples, which belong to nobody (RFC 5737). */
  private static final List<Cidr> PLACEHOLDERS =
      Stream.of("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24").map(Cidr::parse).toList();

  public static final Kind<Aws, Checked> KIND =
      Kind.withoutResource("access-ranges", Checked.class);

  @Override
  public Kind<Aws, Checked> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "reachable";
  }

  @Override
  public Found<Checked> find(Aws aws) {
    if (!aws.isAmazons()) {
      return Found.inSync(new Checked(false));
    }
    EgressAddresses own = EgressAddresses.by(egress);
    List<String> findings = findings(own.known());
    if (!findings.isEmpty()) {
      throw new ClusterlineException(ErrorCode.INVALID_SPECIFICATION, String.join("; ", findings));
    }
    if (own.known().isEmpty()) {
      aws.remark(
          "whether Clusterline's own address may reach the nodes was not checked: " + own.reason());
    }
    return Found.inSync(new Checked(!own.known().isEmpty()));
  }

  @Override
  public Checked apply(Aws aws, Found<Checked> found) {
    throw new IllegalStateException("there is nothing to make: find() answers or fails");
  }

  /**
   * What is wrong with them.
   *
   * @param own Clusterline's addresses on the internet, as far as they are known
   */
  List<String> findings(List<String> own) {
    List<String> findings = new ArrayList<>();
    findings("spec.access.sshCidrs", access.sshCidrs(), own, findings);
    findings("spec.access.apiCidrs", access.apiCidrs(), own, findings);
    return findings;
  }

  private static void findings(
      String field, List<Cidr> ranges, List<String> own, List<String> findings) {
    ranges.stream()
        .filter(range -> PLACEHOLDERS.stream().anyMatch(example -> example.contains(range)))
        .map(range ->
            field
                + ": "
                + range
                + " is an example that belongs to nobody (RFC 5737); write your own")
        .forEach(findings::add);
    own.stream()
        .filter(address -> ranges.stream().noneMatch(range -> range.contains(address)))
        .map(address ->
            field + ": Clusterline's own address " + address + " is in none of " + ranges)
        .forEach(findings::add);
  }
}
