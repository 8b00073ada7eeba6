package io.clusterline.infra.machine;

import io.clusterline.infra.access.Ed25519;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * Renders the user data of a machine's first boot. It stays readable from inside the machine, so
 * the only secret in it is the host key of the first contact, which the first contact replaces.
 *
 * @param node the machine's name
 * @param domain suffix of its full name
 * @param controlPlaneName the API server's name inside the VPC
 * @param controlPlaneAddress the address of that name
 * @param hostKey the host key of its sshd at first contact
 * @param authorizedKey the public key that may log in
 */
public record UserData(
    String node,
    String domain,
    String controlPlaneName,
    String controlPlaneAddress,
    Ed25519 hostKey,
    String authorizedKey) {

  private static final String ADD_LINE =
      "grep -qxF -e \"$1\" /etc/hosts || printf '%s\\n' \"$1\" >> /etc/hosts";

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(YAMLWriteFeature.LITERAL_BLOCK_STYLE)
          .disable(YAMLWriteFeature.SPLIT_LINES)
          .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
          .build();

  /** A line break in a name would be a second line of {@code /etc/hosts}. */
  public UserData {
    for (String text : List.of(node, domain, controlPlaneName, controlPlaneAddress)) {
      if (text.chars().anyMatch(c -> Character.isISOControl(c) || Character.isWhitespace(c))) {
        throw new IllegalArgumentException("a name of the user data has white space in it");
      }
    }
  }

  public String cloudConfig() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("hostname", node);
    config.put("fqdn", node + "." + domain);
    config.put("manage_etc_hosts", "localhost"); // its own line only: ours below stays
    config.put("ssh_deletekeys", true);
    config.put(
        "ssh_keys",
        Map.of("ed25519_private", hostKey.privateKey(), "ed25519_public", hostKey.publicKey()));
    config.put("ssh_authorized_keys", List.of(authorizedKey));
    config.put("swap", Map.of("size", 0)); // kubelet refuses to start beside swap
    config.put("bootcmd", List.of(noUpgradesBesideUs(), nameControlPlane()));
    return "#cloud-config\n" + YAML.writeValueAsString(config);
  }

  /** They would hold the package manager's lock while the node is prepared. */
  private static List<String> noUpgradesBesideUs() {
    return List.of("systemctl", "mask", "--now", "apt-daily.timer", "apt-daily-upgrade.timer");
  }

  /**
   * bootcmd runs at each boot, so the line is added only where it is missing. It is an argument of
   * the script and not a part of it.
   */
  private List<String> nameControlPlane() {
    String line = controlPlaneAddress + " " + controlPlaneName;
    return List.of("sh", "-c", ADD_LINE, "add-line", line);
  }
}
