package io.clusterline.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.bootstrap.testing.ScriptFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine image that is said to hold everything, with programs of our own. */
class BakedImageTest {

  private static final int NOT_BAKED = 83;

  @TempDir Path folder;

  private ScriptFolder machine;

  @BeforeEach
  void programs() throws IOException {
    machine = new ScriptFolder(folder);
    machine.program("kubeadm", "printf '%s\\n' k/etcd:1 k/coredns:2 k/pause:3");
    machine.program("apt-get", "touch '%s/installed'".formatted(folder));
    lacks("nothing");
  }

  /** Of both packages and images. */
  private void lacks(String pattern) throws IOException {
    machine.program(
        "crictl",
        """
        [ $1 = inspecti ] && ! [[ $2 =~ %s ]] && exit
        echo "FATA[0000] no such image \\"$2\\" present" >&2
        exit 1
        """
            .formatted(pattern));
    machine.program(
        "dpkg-query",
        """
        [[ $3 =~ %s ]] && exit 1
        state=$([ -e "removed-$3" ] && echo config-files || echo installed)
        case $3 in
          kube*) echo $state 1.36.3-1.1 ;;
          containerd.io) echo $state 2.2.1-1~x ;;
          *) echo $state 1.0 ;;
        esac
        """
            .formatted(pattern));
  }

  @Test
  void givenAnImageThatHoldsAllWhenPreparedThenNothingIsInstalledOrPulled() throws Exception {
    assertThat(packages("1.36.3")).isZero();
    assertThat(images("yes")).isZero();

    assertThat(folder.resolve("installed")).doesNotExist();
    assertThat(said()).endsWith("verifying the images that the machine image holds");
  }

  @Test
  void givenAnImageOfAnotherVersionWhenPreparedThenEachPackageIsNamedAndNothingIsInstalled()
      throws Exception {
    assertThat(packages("1.36.4")).isEqualTo(NOT_BAKED);

    assertThat(folder.resolve("installed")).doesNotExist();
    assertThat(said())
        .endsWith(
            "it lacks kubelet 1.36.4-* (it has 1.36.3-1.1), kubeadm 1.36.4-* (it has 1.36.3-1.1),"
                + " kubectl 1.36.4-* (it has 1.36.3-1.1)");
  }

  @Test
  void givenAnImageWithoutAPackageWhenPreparedThenItIsNamed() throws Exception {
    lacks("^(containerd.io|socat)$");

    assertThat(packages("1.36.3")).isEqualTo(NOT_BAKED);
    assertThat(said()).endsWith("it lacks containerd.io 2.2.1-*, socat");
  }

  /** Of a package that was removed and not purged dpkg still knows the version. */
  @Test
  void givenAnImageFromWhichAPackageWasRemovedWhenPreparedThenItIsNamed() throws Exception {
    Files.createFile(folder.resolve("removed-socat"));

    assertThat(packages("1.36.3")).isEqualTo(NOT_BAKED);
    assertThat(said()).endsWith("it lacks socat");
  }

  @Test
  void givenAContainerRuntimeThatDoesNotAnswerWhenPreparedThenNoImageIsBlamed() throws Exception {
    machine.program("crictl", "echo 'level=fatal msg=\"context deadline exceeded\"' >&2; exit 1");

    assertThat(images("yes")).isEqualTo(1);
    assertThat(said())
        .contains("could not look for a/one:1: level=fatal msg=\"context deadline exceeded\"")
        .doesNotContain("lacks");
  }

  @Test
  void givenAnImageWithoutContainerImagesWhenPreparedThenTheyAreNamed() throws Exception {
    lacks("^(a/one|k/etcd|k/coredns/coredns):");

    assertThat(images("yes")).isEqualTo(NOT_BAKED);
    assertThat(said()).endsWith("it lacks the images a/one:1, k/coredns/coredns:2, k/etcd:1");
  }

  /** Whether a pod of this cluster needs it is a guess: values may switch it off. */
  @Test
  void givenAnImageWithoutThatOfAnAddonWhenPreparedThenItIsToldAndLeftToTheKubelet()
      throws Exception {
    lacks("^c/addon:");

    assertThat(images("yes")).isZero();
    assertThat(said())
        .endsWith(
            "[prepare] images of add-ons that the machine image lacks, and the kubelet pulls:"
                + " c/addon:1");
  }

  @Test
  void givenAWorkerWhenPreparedThenOnlyItsOwnImagesAreLookedFor() throws Exception {
    lacks("^k/etcd:");
    assertThat(images("no")).isZero();

    lacks("^k/pause:");
    assertThat(images("no")).isEqualTo(NOT_BAKED);
    assertThat(said()).endsWith("it lacks the images k/pause:3");
  }

  @Test
  void givenKubeadmThatDoesNotListItsImagesWhenPreparedThenNothingIsTakenForVerified()
      throws Exception {
    machine.program("kubeadm", "echo 'no such version' >&2; exit 1");

    assertThat(images("yes")).isNotZero();
  }

  private int packages(String version) throws Exception {
    return run(version, "install_packages");
  }

  private int images(String controlPlane) throws Exception {
    return run(
        "1.36.3",
        "joined() { false; }",
        NodeScript.of("verify-images.sh")
            .with("IMAGES", List.of("a/one:1", "b/two:2"))
            .with("ADDON_IMAGES", List.of("c/addon:1"))
            .with("CONTROL_PLANE", controlPlane)
            .text());
  }

  /** With the functions of prepare-node.sh, of which none is called. */
  private int run(String version, String... calls) throws Exception {
    String whole =
        NodeScript.of("prepare-node.sh")
            .with("NODE", "n")
            .with("KUBERNETES_VERSION", version)
            .with("KUBERNETES_MINOR", "1.36")
            .with("CONTAINERD_VERSION", "2.2.1-*")
            .with("IMAGE_REPOSITORY", "k")
            .with("PAUSE_VERSION", "3")
            .with("REGISTRIES", List.of())
            .with("IMAGE_MIRROR", "")
            .with("BAKED", "yes")
            .text();
    String functions = whole.substring(0, whole.indexOf("\ncheck_values\n"));
    return machine.run("exec >>said 2>&1\n" + functions + "\n" + String.join("\n", calls) + "\n");
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("said")).strip();
  }
}
