package io.clusterline.infra.machine;

import io.clusterline.spec.AmiFamily;
import io.clusterline.spec.AmiSpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The user whom an image gives the key: by the distribution that it is of, which its owner tells,
 * else its name, else the specification.
 */
record LoginUser(AmiSpec wanted, String id, @Nullable String name, @Nullable String owner) {

  /** Empty when nothing tells. */
  Optional<String> find() {
    return Optional.ofNullable(wanted.user()).or(() -> family().map(AmiFamily::user));
  }

  /** What is wrong with the image's distribution, if anything is. */
  Optional<String> finding() {
    AmiFamily said = wanted.family();
    Optional<AmiFamily> published = published();
    if (said != null && published.isPresent() && published.get() != said) {
      return Optional.of(
          "spec.aws.ami.family: %s, but %s (%s) is an image of %s; leave family out"
              .formatted(said, id, name, published.get()));
    }
    return family().isPresent() ? Optional.empty() : Optional.of(unknown());
  }

  private String unknown() {
    String families =
        Arrays.stream(AmiFamily.values())
            .map(family -> "family: " + family)
            .collect(Collectors.joining(" or "));
    return "spec.aws.ami: %s (%s, of account %s) is of no distribution that Clusterline knows by its owner or name; write %s, whichever it was made from"
        .formatted(id, name, owner, families);
  }

  private Optional<AmiFamily> family() {
    return published().or(() -> Optional.ofNullable(wanted.family())).or(this::named);
  }

  private Optional<AmiFamily> published() {
    return Arrays.stream(AmiFamily.values())
        .filter(family -> family.owner().equals(owner))
        .findFirst();
  }

  /** Copies keep their name as a rule; the marketplace's images begin with it too. */
  private Optional<AmiFamily> named() {
    String known = name == null ? "" : name.toLowerCase(Locale.ROOT);
    return Arrays.stream(AmiFamily.values())
        .filter(family -> known.matches(family + "[-/].*"))
        .findFirst();
  }
}
