package io.clusterline.state.aws;

import io.clusterline.event.ClusterLocation;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.state.ConflictException;
import io.clusterline.state.DocumentStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Documents as objects of one bucket; compare-and-set by S3's conditional writes. */
final class S3Documents implements DocumentStore {

  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;

  private final AwsClients clients;
  private final ClusterLocation location;
  private final StateBucket bucket;

  S3Documents(AwsClients clients, ClusterLocation location, StateBucket bucket) {
    this.clients = clients;
    this.location = location;
    this.bucket = bucket;
  }

  @Override
  public Optional<Document> read(String key) {
    return call("reading " + key, () -> stored(key)).map(Stored::document);
  }

  @Override
  public Document create(String key, String body) {
    return put(key, body, request -> request.ifNoneMatch("*"));
  }

  @Override
  public Document replace(Document known, String body) {
    return put(known.key(), body, request -> request.ifMatch(known.version()));
  }

  @Override
  public void delete(Document known) {
    call("deleting " + known.key(), () -> tryDelete(known));
  }

  private boolean tryDelete(Document known) {
    try {
      s3(s3 ->
          s3.deleteObject(r ->
              r.bucket(bucket.name())
                  .key(known.key())
                  .ifMatch(known.version())
                  .expectedBucketOwner(bucket.account())));
      return true;
    } catch (NoSuchKeyException alreadyGone) {
      return true;
    } catch (S3Exception refusal) {
      if (refusal.statusCode() == PRECONDITION_FAILED && stored(known.key()).isPresent()) {
        throw new ConflictException(known.key());
      }
      if (refusal.statusCode() == PRECONDITION_FAILED) {
        return true; // our own delete, whose answer was lost
      }
      throw refusal;
    }
  }

  @Override
  public List<Document> list(String prefix) {
    List<String> keys = call("listing " + prefix, () -> keysUnder(prefix));
    return Parallel.map(keys, this::read).stream().flatMap(Optional::stream).toList();
  }

  /** Lists only the names: a cluster has many documents. */
  @Override
  public List<String> folders(String prefix) {
    return call("listing the names below " + prefix, () -> namesUnder(prefix));
  }

  private List<String> namesUnder(String prefix) {
    return s3(s3 ->
        s3
            .listObjectsV2Paginator(r ->
                r.bucket(bucket.name())
                    .prefix(prefix)
                    .delimiter("/")
                    .expectedBucketOwner(bucket.account()))
            .commonPrefixes()
            .stream()
            .map(common -> common.prefix().substring(prefix.length()))
            .map(name -> name.substring(0, name.length() - 1))
            .sorted()
            .toList());
  }

  private List<String> keysUnder(String prefix) {
    return s3(s3 ->
        s3
            .listObjectsV2Paginator(
                r -> r.bucket(bucket.name()).prefix(prefix).expectedBucketOwner(bucket.account()))
            .contents()
            .stream()
            .map(object -> object.key())
            .sorted()
            .toList());
  }

  private record Stored(Document document, String writeId) {}

  private Optional<Stored> stored(String key) {
    return get(key).map(bytes -> stored(key, bytes));
  }

  private Optional<ResponseBytes<GetObjectResponse>> get(String key) {
    try {
      return Optional.of(
          s3(s3 ->
              s3.getObjectAsBytes(
                  r -> r.bucket(bucket.name()).key(key).expectedBucketOwner(bucket.account()))));
    } catch (NoSuchKeyException absent) {
      return Optional.empty();
    }
  }

  private static Stored stored(String key, ResponseBytes<GetObjectResponse> bytes) {
    Envelope envelope = Envelope.parse(bytes.asUtf8String());
    return new Stored(
        new Document(key, envelope.document(), bytes.response().eTag()), envelope.writeId());
  }

  private Document put(String key, String body, Consumer<PutObjectRequest.Builder> condition) {
    Envelope envelope = Envelope.wrap(body);
    return call("writing " + key, () -> tryPut(key, envelope, condition));
  }

  private Document tryPut(
      String key, Envelope envelope, Consumer<PutObjectRequest.Builder> condition) {
    try {
      var request =
          PutObjectRequest.builder()
              .bucket(bucket.name())
              .key(key)
              .expectedBucketOwner(bucket.account())
              .contentType("application/json")
              .applyMutation(condition)
              .build();
      RequestBody content = RequestBody.fromString(envelope.text());
      String version = s3(s3 -> s3.putObject(request, content).eTag());
      return new Document(key, envelope.document(), version);
    } catch (NoSuchKeyException removedMeanwhile) {
      throw new ConflictException(key);
    } catch (S3Exception refusal) {
      return afterRefusal(key, envelope, refusal);
    }
  }

  /** 412 may be the echo of our own write: its answer was lost, and it was sent again. */
  private Document afterRefusal(String key, Envelope envelope, S3Exception refusal) {
    return switch (refusal.statusCode()) {
      case CONFLICT ->
          throw new ClusterlineException(
              ErrorCode.AWS_THROTTLED, "others write " + key + " at the same moment", refusal);
      case PRECONDITION_FAILED ->
          stored(key)
              .filter(stored -> stored.writeId().equals(envelope.writeId()))
              .map(Stored::document)
              .orElseThrow(() -> new ConflictException(key));
      default -> throw refusal;
    };
  }

  private <T> T call(String doing, Supplier<T> call) {
    return clients
        .calls()
        .run(
            "S3",
            location.region(),
            doing + " in bucket " + bucket.name(),
            () -> inExistingBucket(call));
  }

  private <T> T s3(Function<S3Client, T> use) {
    return clients.s3(location, use);
  }

  private <T> T inExistingBucket(Supplier<T> call) {
    try {
      return call.get();
    } catch (NoSuchBucketException absent) {
      throw new ClusterlineException(
          ErrorCode.STATE_NOT_INITIALISED,
          "there is no state bucket " + bucket.name() + " in account " + bucket.account(),
          absent);
    }
  }
}
