package io.clusterline.infra.dns;

import io.clusterline.event.DnsRecord;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.route53.model.RRType;

/** The last proof of a host: what Route 53 answers to who asks for its address. */
public record HostAnswer(HostRecord record, RecordPublished published, Duration within)
    implements Step<Aws, HostAnswer.Answer> {

  /** The record, and the addresses to which it led. */
  public record Answer(DnsRecord record, List<String> addresses) {

    public Answer {
      addresses = List.copyOf(addresses);
    }
  }

  public static final Kind<Aws, Answer> KIND = Kind.withoutResource("host-answer", Answer.class);

  @Override
  public Kind<Aws, Answer> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return record.host();
  }

  @Override
  public Duration deadline() {
    return within.plusMinutes(1);
  }

  @Override
  public Found<Answer> find(Aws aws) {
    return ask(aws).value().map(Found::inSync).orElseGet(Found::missing);
  }

  @Override
  public Answer apply(Aws aws, Found<Answer> found) {
    return Wait.until(record.host() + " resolves to " + aws.output(record).target())
        .within(within)
        .orFail(ErrorCode.HOST_NOT_RESOLVED)
        .reporting(aws::report)
        .poll(() -> ask(aws));
  }

  private Seen<Answer> ask(Aws aws) {
    HostRecord.Held held = aws.output(record);
    var asked =
        aws.route53(c ->
            c.testDNSAnswer(
                r -> r.hostedZoneId(held.zoneId()).recordName(held.host()).recordType(RRType.A)));
    boolean answered = asked.responseCode().equals("NOERROR") && !asked.recordData().isEmpty();
    return answered
        ? Seen.yes(new Answer(held.published(), asked.recordData()))
        : Seen.notYet(asked.responseCode() + " with " + asked.recordData().size() + " addresses");
  }
}
