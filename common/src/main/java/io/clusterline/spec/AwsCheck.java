package io.clusterline.spec;

import java.util.stream.Stream;

/** A region that exists, and one way to find the machine image. */
final class AwsCheck implements Check {

  @Override
  public void check(Field root, Findings findings) {
    Field aws = root.get("spec").get("aws");
    examineRegion(aws.get("region"), findings);
    examineImage(aws.get("ami"), findings);
  }

  private static void examineRegion(Field region, Findings findings) {
    region
        .text()
        .filter(name -> !Regions.KNOWN.contains(name))
        .ifPresent(
            name -> findings.add(region, "unknown region", Suggestion.advice(name, Regions.KNOWN)));
  }

  private static void examineImage(Field ami, Findings findings) {
    if (!ami.node().isObject()) {
      return;
    }
    boolean byId = ami.get("id").isPresent();
    boolean owner = ami.get("owner").isPresent();
    boolean name = ami.get("name").isPresent();
    boolean byFamily = ami.get("family").isPresent();
    if (owner != name || byId == owner && (byId || !byFamily)) {
      findings.add(
          ami,
          "an image is named by id, or by owner and name, or by its family alone",
          "write id, or owner and name, or family: debian, or leave ami out for Ubuntu 22.04");
      return;
    }
    examineBaked(ami, findings);
  }

  /** Else it would be found out on machines that run already. */
  private static void examineBaked(Field ami, Findings findings) {
    Field baked = ami.get("baked");
    boolean isStock = ami.get("id").text().isEmpty() && isOfADistribution(ami.get("owner"));
    if (baked.node().asBoolean(false) && isStock) {
      findings.add(
          baked,
          "a distribution's own image holds neither Kubernetes nor container images",
          "name the image that was made, by id or by owner (such as self) and name, or leave baked"
              + " out");
    }
  }

  private static boolean isOfADistribution(Field owner) {
    return !owner.isPresent()
        || Stream.of(AmiFamily.values()).map(AmiFamily::owner).anyMatch(owner::hasText);
  }
}
