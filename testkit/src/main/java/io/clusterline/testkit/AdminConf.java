package io.clusterline.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** An admin.conf as kubeadm writes it, with a certificate and a key that grant nothing. */
public final class AdminConf {

  public static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBwDCCAWWgAwIBAgIUIqoIzt9QCIDzsNZVnrwL2aI5xGYwCgYIKoZIzj0EAwIw
      NDEXMBUGA1UECgwOc3lzdGVtOm1hc3RlcnMxGTAXBgNVBAMMEGt1YmVybmV0ZXMt
      YWRtaW4wIBcNMjYxMTI5MjAwMzI4WhgPMjEyNjExMDUyMDAzMjhaMDQxFzAVBgNV
      BAoMDnN5c3RlbTptYXN0ZXJzMRkwFwYDVQQDDBBrdWJlcm5ldGVzLWFkbWluMFkw
      EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEzZdEyyIdv3BW9T8j3u6Wkjtw9lgWCK7y
      Li/d+hF7IKp5bx6sqWW5vq+8AAR0xD1xA6itoPN1jw9NWar6JiK6jKNTMFEwHQYD
      VR0OBBYEFO9gmOv0zkOAP80YK+4kLo1033XXMB8GA1UdIwQYMBaAFO9gmOv0zkOA
      P80YK+4kLo1033XXMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIh
      ANJl+qMdK3oeGaeCdD3JnBnzOsJjnmseb5l58kcBb6h5AiEAg0dGBhlpQcISQeA4
      /NXptum7sYDj4qavSHtMmQoA7lk=
      -----END CERTIFICATE-----
      """;

  public static final String KEY =
      """
      -----BEGIN PRIVATE KEY-----
      MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgeEggNZYXzLuFxkV+
      Ccp97a3RR3QDhqJOpHyDjg8mYcihRANCAATNl0TLIh2/cFb1PyPe7paSO3D2WBYI
      rvIuL936EXsgqnlvHqypZbm+r7wABHTEPXEDqK2g83WPD01ZqvomIrqM
      -----END PRIVATE KEY-----
      """;

  private AdminConf() {}

  /**
   * The file of a control-plane node.
   *
   * @param server {@code https://host:port}
   */
  public static String of(String server) {
    return """
    apiVersion: v1
    clusters:
    - cluster:
        certificate-authority-data: %s
        server: %s
      name: tiny
    contexts:
    - context:
        cluster: tiny
        user: kubernetes-admin
      name: kubernetes-admin@tiny
    current-context: kubernetes-admin@tiny
    kind: Config
    preferences: {}
    users:
    - name: kubernetes-admin
      user:
        client-certificate-data: %s
        client-key-data: %s
    """
        .formatted(base64(CERTIFICATE), server, base64(CERTIFICATE), base64(KEY));
  }

  public static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
