package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The distributions whose images Clusterline makes nodes of. */
public enum AmiFamily {
  /** Canonical's Ubuntu 22.04. */
  @JsonProperty("ubuntu")
  UBUNTU("099720109477", "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*", "ubuntu"),
  /** The Debian project's Debian 13. */
  @JsonProperty("debian")
  DEBIAN("136693071363", "debian-13-amd64-*", "admin");

  private final String owner;
  private final String images;
  private final String user;

  AmiFamily(String owner, String images, String user) {
    this.owner = owner;
    this.images = images;
    this.user = user;
  }

  /** The account that publishes its images. */
  public String owner() {
    return owner;
  }

  /** The name of those that a node is made of, with {@code *} for any characters. */
  public String images() {
    return images;
  }

  /** The user whom its cloud-init makes and gives the key. */
  public String user() {
    return user;
  }

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
