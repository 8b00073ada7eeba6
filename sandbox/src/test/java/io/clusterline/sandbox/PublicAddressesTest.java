package io.clusterline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublicAddressesTest {

  @Test
  void givenPoolThatIsHeldWhenAnotherIsReservedThenItIsAnother() throws Exception {
    try (PublicAddresses first = PublicAddresses.reserve();
        PublicAddresses second = PublicAddresses.reserve()) {
      assertThat(first.cidr()).isNotEqualTo(second.cidr()).matches("127\\.1\\.\\d+\\.0/24");
    }
  }

  @Test
  void givenPoolThatWasReleasedWhenReservedThenItIsAvailable() throws Exception {
    PublicAddresses held = PublicAddresses.reserve();
    String cidr = held.cidr();
    held.close();

    try (PublicAddresses again = PublicAddresses.reserve()) {
      assertThat(again.cidr()).isEqualTo(cidr);
    }
  }
}
