package io.clusterline.sandbox;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * A pool of public addresses for one sandbox, out of loopback: two sandboxes on a machine must not
 * relay the same address. A socket that listens on the pool's first address is the reservation; the
 * kernel gives it back when this process ends, however it does.
 */
final class PublicAddresses implements AutoCloseable {

  /**
   * The sandbox's gateway relays addresses of 127.1.0.0/16; 127.1.0.0/24 is for starts by hand, and
   * addresses above the last are for the tests of the machines.
   */
  private static final int FIRST = 1;

  private static final int LAST = 199;
  private static final int PORT = 7007;

  private final int third;
  private final ServerSocket reservation;

  private PublicAddresses(int third, ServerSocket reservation) {
    this.third = third;
    this.reservation = reservation;
  }

  /** The first free pool. */
  static PublicAddresses reserve() {
    for (int third = FIRST; third <= LAST; third++) {
      try {
        InetAddress first = InetAddress.getByAddress(new byte[] {127, 1, (byte) third, 1});
        return new PublicAddresses(third, new ServerSocket(PORT, 1, first));
      } catch (BindException taken) {
        // another sandbox has it
      } catch (IOException e) {
        throw new IllegalStateException("no pool of loopback addresses can be reserved", e);
      }
    }
    throw new IllegalStateException("all " + LAST + " pools of loopback addresses are taken");
  }

  String cidr() {
    return "127.1." + third + ".0/24";
  }

  @Override
  public void close() throws IOException {
    reservation.close();
  }
}
