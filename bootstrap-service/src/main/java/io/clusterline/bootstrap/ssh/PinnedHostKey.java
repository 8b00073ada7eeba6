package io.clusterline.bootstrap.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.UserInfo;
import org.jspecify.annotations.Nullable;

/** Accepts exactly one key and never learns another: no known_hosts file, no trust on first use. */
final class PinnedHostKey implements HostKeyRepository {

  private final HostKeyPin pin;
  private volatile String presentedFingerprint = "no key";

  PinnedHostKey(HostKeyPin pin) {
    this.pin = pin;
  }

  /** The fingerprint of the key that the machine presented. */
  String presentedFingerprint() {
    return presentedFingerprint;
  }

  @Override
  public int check(String host, byte[] key) {
    presentedFingerprint = HostKeyPin.fingerprint(key);
    return pin.matches(key) ? OK : CHANGED;
  }

  @Override
  public void add(HostKey key, @Nullable UserInfo user) {
    throw new UnsupportedOperationException("host keys are pinned, never learned");
  }

  @Override
  public void remove(String host, String type) {
    throw new UnsupportedOperationException("host keys are pinned, never forgotten");
  }

  @Override
  public void remove(String host, String type, byte[] key) {
    remove(host, type);
  }

  @Override
  public String getKnownHostsRepositoryID() {
    return "pinned";
  }

  @Override
  public HostKey[] getHostKey() {
    return new HostKey[0];
  }

  @Override
  public HostKey[] getHostKey(String host, @Nullable String type) {
    return new HostKey[0];
  }
}
