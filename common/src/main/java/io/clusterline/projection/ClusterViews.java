package io.clusterline.projection;

import io.clusterline.event.CancellationRequested;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterDeletionRequested;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.RemovalAccepted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * All clusters in the journal. A name may be used once in each account and region; events without a
 * specification belong to the cluster whose uid, or whose request, they name.
 */
public final class ClusterViews {

  /**
   * @param location null: no event has named it
   */
  private record Key(String name, @Nullable ClusterLocation location) {}

  private final Map<Key, ClusterView> views = new HashMap<>();
  private final Map<String, Key> byUid = new HashMap<>();
  private final Map<String, Key> byRequest = new HashMap<>();

  /** The next event of the journal. */
  public void add(Event<?> event) {
    Key key = key(event);
    if (event.clusterUid() != null) {
      byUid.put(event.clusterUid(), key);
    }
    if (ClusterView.isRequest(event)) {
      byRequest.put(event.id(), key);
    }
    views.compute(
        key, (each, view) -> (view == null ? ClusterView.of(each.name()) : view).with(event));
  }

  /** Where the cluster is that an event belongs to, as far as it and those before it tell. */
  public Optional<ClusterLocation> place(Event<?> event) {
    return Optional.ofNullable(key(event).location());
  }

  /** The cluster that an event belongs to. */
  Optional<ClusterView> find(Event<?> event) {
    return Optional.ofNullable(views.get(key(event)));
  }

  private Key key(Event<?> event) {
    String name = event.subject();
    Optional<ClusterLocation> location = locationOf(event);
    if (location.isPresent()) {
      return keyOf(name, location.get());
    }
    Key byUidOrRequest =
        byUid.getOrDefault(
            String.valueOf(event.clusterUid()), byRequest.get(String.valueOf(event.causationId())));
    return byUidOrRequest != null ? byUidOrRequest : onlyKeyNamed(name);
  }

  private Key keyOf(String name, ClusterLocation location) {
    return views.keySet().stream()
        .filter(key -> key.name().equals(name))
        .filter(key -> key.location() != null && key.location().mayBe(location))
        .findFirst()
        .orElseGet(() -> keyWithLocation(new Key(name, location)));
  }

  /** Events without a location belong to the first cluster of that name that has one. */
  private Key keyWithLocation(Key key) {
    Key unplaced = new Key(key.name(), null);
    ClusterView before = views.remove(unplaced);
    if (before != null) {
      views.put(key, before);
      byUid.replaceAll((uid, each) -> each.equals(unplaced) ? key : each);
    }
    return key;
  }

  private Key onlyKeyNamed(String name) {
    List<Key> ofThatName = views.keySet().stream().filter(key -> key.name().equals(name)).toList();
    return ofThatName.size() == 1 ? ofThatName.getFirst() : new Key(name, null);
  }

  private static Optional<ClusterLocation> locationOf(Event<?> event) {
    return switch (event.data()) {
      case ClusterAccepted e -> Optional.of(ClusterLocation.of(e.cluster().spec().aws()));
      case RemovalAccepted e -> Optional.of(ClusterLocation.of(e.cluster().spec().aws()));
      case ClusterDeletionRequested e -> Optional.of(e.location());
      case CancellationRequested e -> Optional.of(e.location());
      case ClusterRequested e -> inSpecification(e.cluster());
      default -> Optional.empty();
    };
  }

  /** Read without validation: from a stored specification, or one that may still be refused. */
  public static Optional<ClusterLocation> inSpecification(@Nullable JsonNode specification) {
    if (specification == null || !specification.at("/spec/aws/region").isString()) {
      return Optional.empty();
    }
    JsonNode aws = specification.at("/spec/aws");
    return Optional.of(
        new ClusterLocation(
            aws.path("accountId").asString(null),
            aws.path("region").stringValue(),
            aws.path("roleArn").asString(null)));
  }

  /** Clusters that exist, existed, or were requested; by name. */
  public List<ClusterView> all() {
    List<ClusterView> all = new ArrayList<>(views.values());
    all.removeIf(view -> !view.isKnown());
    all.sort(Comparator.comparing(ClusterView::name));
    return all;
  }
}
