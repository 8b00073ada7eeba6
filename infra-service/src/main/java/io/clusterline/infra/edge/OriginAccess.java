package io.clusterline.infra.edge;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.Deletions;
import io.clusterline.infra.aws.IdempotentCreate;
import io.clusterline.infra.edge.Pages.Page;
import io.clusterline.infra.storage.MediaBucket;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlOriginTypes;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSigningBehaviors;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSigningProtocols;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSummary;

/**
 * By which the CDN signs its reads of the bucket (origin access control, which replaces the origin
 * access identity). Its name holds the cluster's uid, as the bucket's does.
 */
public record OriginAccess() implements Step<Aws, String> {

  public static final Kind<Aws, String> KIND =
      Kind.of(
          "origin-access-control", String.class, OriginAccess::delete, (aws, intent) -> named(aws));

  @Override
  public Kind<Aws, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "images";
  }

  @Override
  public Found<String> find(Aws aws) {
    return named(aws).map(Found::inSync).orElseGet(Found::missing);
  }

  @Override
  public String apply(Aws aws, Found<String> found) {
    String name = MediaBucket.nameIn(aws);
    return IdempotentCreate.createOnce(() -> create(aws, name), () -> named(aws));
  }

  private static String create(Aws aws, String name) {
    return aws.cloudFront(c ->
            c.createOriginAccessControl(r ->
                r.originAccessControlConfig(access ->
                    access
                        .name(name)
                        .description("Reads of bucket " + name)
                        .originAccessControlOriginType(OriginAccessControlOriginTypes.S3)
                        .signingBehavior(OriginAccessControlSigningBehaviors.ALWAYS)
                        .signingProtocol(OriginAccessControlSigningProtocols.SIGV4))))
        .originAccessControl()
        .id();
  }

  static Optional<String> named(Aws aws) {
    String name = MediaBucket.nameIn(aws);
    return Pages.<OriginAccessControlSummary>all(marker -> page(aws, marker)).stream()
        .filter(one -> name.equals(one.name()))
        .map(OriginAccessControlSummary::id)
        .findFirst();
  }

  private static Page<OriginAccessControlSummary> page(Aws aws, @Nullable String marker) {
    var list =
        aws.cloudFront(c -> c.listOriginAccessControls(r -> r.marker(marker)))
            .originAccessControlList();
    return new Page<>(list.items(), list.nextMarker());
  }

  private static void delete(Aws aws, String id) {
    Deletions.retryWhileBlocked(
        aws,
        "origin access control " + id,
        () -> List.of("the distribution that it belongs to"),
        () -> {
          String etag = aws.cloudFront(c -> c.getOriginAccessControl(r -> r.id(id))).eTag();
          aws.cloudFront(c -> c.deleteOriginAccessControl(r -> r.id(id).ifMatch(etag)));
        });
  }
}
