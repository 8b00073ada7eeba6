package io.clusterline.spec;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks that machines are large enough and of the right architecture. AWS checks families that
 * this version does not know once the build begins.
 */
final class MachineCheck implements Check {

  /** A {@code g} after the generation is AWS's own processor: {@code t4g}, {@code m7gd}. */
  private static final Pattern ARM64 = Pattern.compile("(a1|[a-z]+\\d+g[a-z]*)\\..*");

  private static final double LEAST_MEMORY_GIB = 4;

  @Override
  public void check(Field root, Findings findings) {
    root.get("spec").get("nodes").items().forEach(node -> checkNode(node, findings));
  }

  private static void checkNode(Field node, Findings findings) {
    Field type = node.get("type");
    Field types = node.get("types");
    boolean several = types.items().findAny().isPresent();
    if (type.isPresent() && several) {
      findings.add(types, "type is given too", "write one of the two");
    } else if (!type.isPresent() && !several) {
      findings.add(
          type, "missing", "write a type such as t3a.medium, or types in order of preference");
    }
    Set<String> before = new HashSet<>();
    Stream.concat(Stream.of(type), types.items())
        .forEach(one -> one.text().ifPresent(name -> checkType(one, name, before, findings)));
  }

  private static void checkType(Field type, String name, Set<String> before, Findings findings) {
    if (before.add(name)) {
      checkType(type, name, findings);
    } else {
      findings.add(type, "is named twice", "remove one");
    }
  }

  private static void checkType(Field type, String name, Findings findings) {
    if (ARM64.matcher(name).matches()) {
      findings.add(
          type,
          "an arm64 machine, and Clusterline builds x86-64 clusters only",
          "use an x86-64 type such as t3a.medium");
      return;
    }
    InstanceTypes.find(name)
        .ifPresentOrElse(
            known -> refuseSmall(type, known, findings), () -> refuseUnknown(type, name, findings));
  }

  /** A size that a known family does not have, or a text without a size. */
  private static void refuseUnknown(Field type, String name, Findings findings) {
    String family = name.substring(0, name.indexOf('.') + 1);
    boolean known = InstanceTypes.names().stream().anyMatch(one -> one.startsWith(family));
    if (known && !findings.isFull()) {
      findings.add(type, "unknown instance type", Suggestion.advice(name, InstanceTypes.names()));
    }
  }

  private static void refuseSmall(Field type, InstanceType known, Findings findings) {
    if (known.memoryGiB() < LEAST_MEMORY_GIB) {
      findings.add(
          type,
          "has less than 4 GiB of memory: kubelet, Calico, the CSI driver and one application do not"
              + " fit, pods are killed and image pulls stall",
          "use t3a.medium or larger");
    }
  }
}
