package io.clusterline.infra.iam;

import io.clusterline.spec.ClusterSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The policy documents: JSON files beside the code, with the blank of the bucket's name. */
public enum Policy {
  TRUST_EC2,
  EBS_CSI,
  ALB_CONTROLLER,
  ECR_READ,
  SSM_CORE,
  IMAGES_BUCKET,
  EXTERNAL_DNS;

  /** Whether that cluster needs it: a right that nobody uses is not given. */
  public boolean isNeededBy(ClusterSpec spec) {
    return this != EXTERNAL_DNS
        || spec.addons().stream().anyMatch(addon -> addon.name().equals(policyName()));
  }

  /** The file's and the policy's name. */
  public String policyName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String document(String imagesBucket) {
    return text().replace("${imagesBucket}", imagesBucket);
  }

  private String text() {
    String file = "/policies/" + policyName() + ".json";
    try (InputStream in = Policy.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no " + file + " on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
