package io.clusterline.gitops.step;

import io.clusterline.gitops.platform.Platform;
import io.clusterline.kubernetes.Manifests;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import tools.jackson.databind.JsonNode;

/** gp3: encrypted volumes that are created in their pod's zone, and can grow. */
public record DefaultStorageClass(HelmRelease driver) implements Step<Platform, String> {

  public static final Kind<Platform, String> KIND =
      Applied.kind("storage-class", "storage.k8s.io/v1", "StorageClass", "");

  private static final JsonNode MANIFEST =
      Manifests.parse(
              """
              apiVersion: storage.k8s.io/v1
              kind: StorageClass
              metadata:
                name: gp3
                annotations: {storageclass.kubernetes.io/is-default-class: "true"}
              provisioner: ebs.csi.aws.com
              parameters:
                type: gp3
                encrypted: "true"
                iops: "3000"
                throughput: "125"
                csi.storage.k8s.io/fstype: ext4
              volumeBindingMode: WaitForFirstConsumer
              allowVolumeExpansion: true
              reclaimPolicy: Delete
              """)
          .getFirst();

  @Override
  public Kind<Platform, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "gp3";
  }

  @Override
  public Found<String> find(Platform platform) {
    return Applied.find(platform, MANIFEST);
  }

  @Override
  public String apply(Platform platform, Found<String> found) {
    return Applied.apply(platform, MANIFEST);
  }
}
