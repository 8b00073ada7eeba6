package io.clusterline.infra.removal;

import io.clusterline.event.Retained;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.Deletions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeState;

/**
 * Disks of the cluster: those that carry its uid, and those that its EBS driver created and tagged
 * with name and VPC. A disk with the name alone may belong to another cluster of that name.
 */
final class Volumes {

  private static final Set<VolumeState> GOING = Set.of(VolumeState.DELETING, VolumeState.DELETED);

  private final Aws aws;
  private final String vpcId;

  Volumes(Aws aws, String vpcId) {
    this.aws = aws;
    this.vpcId = vpcId;
  }

  void remove() {
    owned().stream()
        .filter(volume -> !ClusterTags.isTaggedKeep(volume.tags()))
        .forEach(this::remove);
  }

  List<String> remaining() {
    return owned().stream()
        .filter(volume -> !ClusterTags.isTaggedKeep(volume.tags()))
        .map(volume -> describe(volume) + users(volume))
        .toList();
  }

  /** Volumes that are retained although they relate to the cluster. */
  List<Retained> retained() {
    return candidates().stream()
        .filter(volume -> !isOwned(volume) || ClusterTags.isTaggedKeep(volume.tags()))
        .map(volume -> new Retained(describe(volume), reasonRetained(volume)))
        .toList();
  }

  private String reasonRetained(Volume volume) {
    return isOwned(volume)
        ? "its owner tagged it clusterline.io/keep=true and takes care of it"
        : "it has the cluster's name but neither its uid nor its VPC: it may be another's";
  }

  private void remove(Volume volume) {
    Deletions.retryWhileBlocked(
        aws,
        describe(volume),
        () -> describe("volume-id", volume.volumeId()).stream().map(Volumes::users).toList(),
        () -> aws.ec2(c -> c.deleteVolume(r -> r.volumeId(volume.volumeId()))));
  }

  private List<Volume> owned() {
    return candidates().stream().filter(this::isOwned).toList();
  }

  private boolean isOwned(Volume volume) {
    Map<String, String> tags = ClusterTags.map(volume.tags());
    return ClusterTags.isOfUid(aws, volume.tags())
        || ClusterTags.of(aws).areTagged(tags) && vpcId.equals(tags.get(ClusterTags.VPC));
  }

  private List<Volume> candidates() {
    Map<String, Volume> found = new LinkedHashMap<>();
    Map<String, String> marks = new LinkedHashMap<>(ClusterTags.of(aws).tagsOfCluster());
    marks.put(io.clusterline.infra.aws.Tags.CLUSTER_UID, aws.cluster().uid());
    marks.forEach((key, value) ->
        describe("tag:" + key, value).forEach(volume -> found.put(volume.volumeId(), volume)));
    return found.values().stream().filter(volume -> !GOING.contains(volume.state())).toList();
  }

  private List<Volume> describe(String filter, String value) {
    Filter where = Filter.builder().name(filter).values(value).build();
    return aws.ec2(
        c -> c.describeVolumesPaginator(r -> r.filters(where)).volumes().stream().toList());
  }

  private static String describe(Volume volume) {
    return "volume " + volume.volumeId() + " of " + volume.size() + " GiB";
  }

  private static String users(Volume volume) {
    return volume.attachments().stream()
        .map(attachment -> ", attached to instance " + attachment.instanceId())
        .findFirst()
        .orElse("");
  }
}
