package io.clusterline.spec;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;

/** A Kubernetes version that still gets security fixes. */
final class KubernetesCheck implements Check {

  private final Clock clock;

  KubernetesCheck(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void check(Field root, Findings findings) {
    Field version = root.get("spec").get("kubernetes").get("version");
    version
        .text()
        .filter(TextFormat.KUBERNETES_VERSION::matches)
        .ifPresent(text -> examineMinor(version, Integer.parseInt(text.split("\\.")[1]), findings));
  }

  private void examineMinor(Field version, int minor, Findings findings) {
    Optional<LocalDate> end = KubernetesReleases.endOfLife(minor);
    String newest = "1." + KubernetesReleases.newest();
    if (end.isEmpty() && !KubernetesReleases.isOlderThanKnown(minor)) {
      findings.add(
          version,
          "newer than this Clusterline knows (" + newest + ")",
          "use " + newest + " or older");
    } else if (end.isEmpty() || end.get().isBefore(LocalDate.now(clock))) {
      findings.add(
          version,
          end.map(day -> "out of support since " + day).orElse("out of support for years"),
          "use a supported minor release, up to " + newest);
    }
  }
}
