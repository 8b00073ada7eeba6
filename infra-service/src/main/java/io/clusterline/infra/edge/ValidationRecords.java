package io.clusterline.infra.edge;

import io.clusterline.event.Retained;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.edge.Certificate.Requested;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.DomainValidation;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * The records by which a certificate is validated, now and at each renewal. They are the same for
 * every certificate of the name in the account; so a record that was there before is never deleted,
 * nor is one that another certificate needs.
 */
public record ValidationRecords(Certificate certificate, HostedZone zone)
    implements Step<Aws, ValidationRecords.Held> {

  private static final long TIME_TO_LIVE = 60;
  private static final Duration KNOWN_WITHIN = Duration.ofMinutes(5);

  /**
   * A record of the zone.
   *
   * @param made whether this cluster made it
   */
  public record Held(String zoneId, String certificate, List<Record> records) {

    public Held {
      records = List.copyOf(records);
    }
  }

  /** A CNAME record. */
  public record Record(String name, String target, boolean made) {

    ResourceRecordSet toSet() {
      return ResourceRecordSet.builder()
          .name(name)
          .type(RRType.CNAME)
          .ttl(TIME_TO_LIVE)
          .resourceRecords(one -> one.value(target))
          .build();
    }

    @Override
    public String toString() {
      return name + " CNAME " + target;
    }
  }

  public static final Kind<Aws, Held> KIND =
      Kind.of(
          "validation-records",
          Held.class,
          ValidationRecords::delete,
          (aws, intent) -> Optional.empty());

  @Override
  public Kind<Aws, Held> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return certificate.key();
  }

  @Override
  public Found<Held> find(Aws aws) {
    Requested requested = aws.output(certificate);
    Optional<List<Record>> wanted = wanted(aws, requested);
    if (wanted.isEmpty() || !wanted.get().stream().allMatch(one -> isThere(aws, one))) {
      return Found.missing();
    }
    return Found.inSync(held(aws, requested, asRecorded(aws, wanted.get())));
  }

  @Override
  public Held apply(Aws aws, Found<Held> found) {
    Requested requested = aws.output(certificate);
    List<Record> wanted =
        Wait.until("ACM names the validation records of " + key())
            .within(KNOWN_WITHIN)
            .reporting(aws::report)
            .poll(() ->
                wanted(aws, requested).map(Seen::yes).orElseGet(() -> Seen.notYet("not yet")));
    List<Record> missing = wanted.stream().filter(one -> !isThere(aws, one)).toList();
    if (!missing.isEmpty()) {
      Records.upsert(aws, aws.output(zone).id(), missing.stream().map(Record::toSet).toList());
    }
    List<Record> all =
        asRecorded(aws, wanted).stream()
            .map(one -> new Record(one.name(), one.target(), one.made() || missing.contains(one)))
            .toList();
    return held(aws, requested, all);
  }

  private Held held(Aws aws, Requested requested, List<Record> records) {
    return new Held(aws.output(zone).id(), requested.arn(), records);
  }

  private boolean isThere(Aws aws, Record record) {
    return Records.find(aws, aws.output(zone).id(), record.name(), RRType.CNAME)
        .filter(present -> Records.isSame(present, record.toSet()))
        .isPresent();
  }

  /** What this cluster made before stays its own. */
  private static List<Record> asRecorded(Aws aws, List<Record> records) {
    List<Record> before = aws.recorded(KIND).map(Held::records).orElse(List.of());
    return records.stream()
        .map(one ->
            before.stream()
                .filter(known -> known.name().equals(one.name()))
                .filter(known -> known.target().equals(one.target()))
                .findFirst()
                .orElse(one))
        .toList();
  }

  private static Optional<List<Record>> wanted(Aws aws, Requested requested) {
    return Certificate.describe(aws, requested).flatMap(ValidationRecords::of);
  }

  /** Of a new certificate they are not known at once. A domain and its wildcard share one. */
  static Optional<List<Record>> of(CertificateDetail detail) {
    List<DomainValidation> options = detail.domainValidationOptions();
    boolean known =
        !options.isEmpty() && options.stream().allMatch(one -> one.resourceRecord() != null);
    return known
        ? Optional.of(options.stream().map(ValidationRecords::record).distinct().toList())
        : Optional.empty();
  }

  static Record record(DomainValidation option) {
    return new Record(option.resourceRecord().name(), option.resourceRecord().value(), false);
  }

  private static void delete(Aws aws, Held held) {
    for (Record record : held.records()) {
      if (record.made()) {
        delete(aws, held, record);
      }
    }
  }

  private static void delete(Aws aws, Held held, Record record) {
    Optional<String> other = otherUser(aws, held, record);
    if (other.isPresent()) {
      aws.retain(
          new Retained("record " + record, "certificate " + other.get() + " is renewed by it"));
      return;
    }
    Records.delete(aws, held.zoneId(), record.toSet());
  }

  /** A certificate of somebody else's for the same name. */
  private static Optional<String> otherUser(Aws aws, Held held, Record record) {
    String domain = record.name().substring(record.name().indexOf('.') + 1);
    return Set.of(aws.region(), Certificate.REGION_OF_CDN).stream()
        .flatMap(region ->
            Stream.of(Records.undotted(domain), "*." + Records.undotted(domain))
                .flatMap(name -> Certificate.named(aws, name, region).stream()))
        .filter(one -> !one.arn().equals(held.certificate()))
        .filter(one ->
            wanted(aws, one).orElse(List.of()).stream()
                .anyMatch(needed -> Records.isSame(needed.toSet(), record.toSet())))
        .map(Requested::arn)
        .findFirst();
  }
}
