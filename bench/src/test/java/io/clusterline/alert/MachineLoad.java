package io.clusterline.alert;

import java.util.List;

/** What node-exporter tells of a machine with two processors. A quarter of everything is in use. */
final class MachineLoad {

  private static final double SECOND = 1e9;
  private static final List<String> OTHER_MODES =
      List.of("iowait", "irq", "nice", "softirq", "steal", "system");

  private final String name;
  private double busy = 0.25;
  private double memory = 0.25;
  private double disk = 0.25;
  private double idleSeconds = 100_000;
  private double userSeconds = 50_000;
  private long at = System.nanoTime();

  MachineLoad(String name) {
    this.name = name;
  }

  /** From now on, a share of its processors' time. */
  synchronized void busy(double share) {
    count();
    busy = share;
  }

  synchronized void memory(double share) {
    memory = share;
  }

  synchronized void disk(double share) {
    disk = share;
  }

  private void count() {
    long now = System.nanoTime();
    double seconds = (now - at) / SECOND;
    idleSeconds += seconds * (1 - busy);
    userSeconds += seconds * busy;
    at = now;
  }

  synchronized String metrics() {
    count();
    StringBuilder page = new StringBuilder();
    for (int cpu = 0; cpu < 2; cpu++) {
      page.append(cpu(cpu, "idle", idleSeconds)).append(cpu(cpu, "user", userSeconds));
      for (String mode : OTHER_MODES) {
        page.append(cpu(cpu, mode, 0));
      }
    }
    page.append("node_memory_MemTotal_bytes 8e+09\n");
    page.append("node_memory_MemAvailable_bytes %s\n".formatted(8e9 * (1 - memory)));
    page.append(fileSystem("/dev/root", "ext4", "/", 8e10, disk));
    page.append(fileSystem("/dev/nvme0n1p15", "vfat", "/boot/efi", 1e8, 0.99));
    page.append(fileSystem("tmpfs", "tmpfs", "/run", 8e8, 0.01));
    page.append(
        ("node_uname_info{domainname=\"(none)\",machine=\"x86_64\",nodename=\"%s\","
                + "release=\"6.8.0-1021-aws\",sysname=\"Linux\",version=\"#23-Ubuntu SMP\"} 1\n")
            .formatted(name));
    return page.toString();
  }

  private static String cpu(int cpu, String mode, double seconds) {
    return "node_cpu_seconds_total{cpu=\"%d\",mode=\"%s\"} %s\n".formatted(cpu, mode, seconds);
  }

  private static String fileSystem(
      String device, String type, String mountPoint, double bytes, double used) {
    String labels =
        "{device=\"%s\",fstype=\"%s\",mountpoint=\"%s\"}".formatted(device, type, mountPoint);
    return "node_filesystem_size_bytes%s %s\nnode_filesystem_avail_bytes%s %s\n"
        .formatted(labels, bytes, labels, bytes * (1 - used));
  }
}
