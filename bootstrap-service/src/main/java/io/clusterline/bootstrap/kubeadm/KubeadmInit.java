package io.clusterline.bootstrap.kubeadm;

import io.clusterline.event.Machine;
import io.clusterline.secret.Secret;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.ClusterSpec;
import java.util.List;

/** Configuration of {@code kubeadm init}. */
public record KubeadmInit(Cluster cluster, NodeRegistration registration, BootstrapToken token) {

  /** Of every node. By default a kubelet pulls one image at a time, whatever else waits for one. */
  private static final String KUBELET_CONFIGURATION =
      """
      apiVersion: kubelet.config.k8s.io/v1beta1
      kind: KubeletConfiguration
      serializeImagePulls: false
      """;

  /** On every node. By default only the machine itself may read the proxy's metrics. */
  private static final String PROXY_CONFIGURATION =
      """
      apiVersion: kubeproxy.config.k8s.io/v1alpha1
      kind: KubeProxyConfiguration
      metricsBindAddress: 0.0.0.0:10249
      """;

  /** Secret because of the token in it. */
  public Secret yaml() {
    return Secret.of(
        String.join(
            "---\n",
            initConfiguration(),
            clusterConfiguration(),
            KUBELET_CONFIGURATION,
            PROXY_CONFIGURATION));
  }

  private String initConfiguration() {
    return """
    apiVersion: kubeadm.k8s.io/v1beta4
    kind: InitConfiguration
    localAPIEndpoint:
      advertiseAddress: %s
      bindPort: %d
    bootstrapTokens:
      - %s
    nodeRegistration:
      name: %s
      criSocket: %s
      imagePullSerial: false
      taints: %s
      kubeletExtraArgs: %s
    """
        .formatted(
            Yaml.value(registration.machine().privateIp()),
            ApiEndpoint.PORT,
            Yaml.value(token.asConfiguration()),
            Yaml.value(registration.name()),
            Yaml.value(NodeRegistration.CRI_SOCKET),
            Yaml.value(registration.taints()),
            Yaml.value(registration.kubeletArgs()));
  }

  /** Elliptic keys: generating the seven of a control plane takes a fifth of the time of RSA. */
  private String clusterConfiguration() {
    ClusterSpec spec = cluster.spec();
    ImageSource images = ImageSource.of(spec.mirrors());
    return """
    apiVersion: kubeadm.k8s.io/v1beta4
    kind: ClusterConfiguration
    clusterName: %s
    kubernetesVersion: %s
    encryptionAlgorithm: ECDSA-P256
    controlPlaneEndpoint: %s
    imageRepository: %s
    dns:
      imageRepository: %s
    networking:
      podSubnet: %s
      serviceSubnet: %s
    apiServer:
      certSANs: %s
    controllerManager:
      extraArgs: %s
    scheduler:
      extraArgs: %s
    etcd:
      local:
        extraArgs: %s
    """
        .formatted(
            Yaml.value(cluster.name()),
            Yaml.value("v" + spec.kubernetes().version()),
            Yaml.value(ApiEndpoint.inside(cluster)),
            Yaml.value(images.kubernetes()),
            Yaml.value(images.coreDns()),
            Yaml.value(spec.network().podCidr()),
            Yaml.value(spec.network().serviceCidr()),
            Yaml.value(certificateNames()),
            Yaml.value(bindAddress()),
            Yaml.value(bindAddress()),
            Yaml.value(etcdMetrics()));
  }

  /**
   * By default they listen on loopback only, and Prometheus finds them down for ever. Access is
   * decided by the security group and by Kubernetes' own authorisation.
   */
  private List<ExtraArg> bindAddress() {
    return List.of(new ExtraArg("bind-address", registration.machine().privateIp()));
  }

  /** Without authorisation: the security group alone decides. The first one is for the kubelet. */
  private List<ExtraArg> etcdMetrics() {
    String urls = "http://127.0.0.1:2381,http://" + registration.machine().privateIp() + ":2381";
    return List.of(new ExtraArg("listen-metrics-urls", urls));
  }

  /** All names and addresses of the API server: inside the VPC, and from outside. */
  private List<String> certificateNames() {
    Machine machine = registration.machine();
    return List.of(
        cluster.spec().kubernetes().controlPlaneEndpoint(),
        machine.privateIp(),
        machine.publicIp());
  }
}
