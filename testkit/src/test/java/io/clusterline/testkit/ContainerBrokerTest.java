package io.clusterline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.clusterline.messaging.Connections;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.testcontainers.DockerClientFactory;

/** The broker of a test run where a Docker engine answers: a container. */
@Timeout(180)
class ContainerBrokerTest {

  @BeforeAll
  static void requireDocker() {
    assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(),
        "no Docker engine answers: `./clusterline verify --full` starts one for this test");
  }

  @Test
  void givenADockerEngineWhenATestAsksForABrokerThenItIsAContainerThatPassesMessages()
      throws Exception {
    CachingConnectionFactory connections = new CachingConnectionFactory(TestBroker.uri());
    try {
      String queue = new RabbitAdmin(connections).declareQueue(QueueBuilder.nonDurable().build());
      RabbitTemplate template = new RabbitTemplate(connections);
      template.convertAndSend(queue, "through a container");

      assertThat(template.receiveAndConvert(queue, 10_000)).isEqualTo("through a container");
    } finally {
      Connections.close(connections);
    }
    assertThat(DockerClientFactory.lazyClient().listContainersCmd().exec())
        .extracting(container -> container.getImage())
        .contains("rabbitmq:4-alpine");
  }
}
