import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;

/** Moves a stage's dead letters back: {@code ReplayDeadLetter.java infra-service.infra}. */
public class ReplayDeadLetter {

  public static void main(String[] args) throws Exception {
    String queue = args[0];
    ConnectionFactory factory = new ConnectionFactory();
    String uri = System.getenv("CLUSTERLINE_RABBITMQ_URI").split(",")[0]; // it may be a list
    if (uri.startsWith("amqps:")) { // by default the client verifies nothing
      factory.useSslProtocol(SSLContext.getDefault());
      factory.enableHostnameVerification();
    }
    factory.setUri(uri);
    try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
      AtomicBoolean returned = new AtomicBoolean();
      channel.addReturnListener(message -> returned.set(true)); // comes before the confirm
      channel.confirmSelect();
      int left =
          (int) channel.messageCount(queue + ".dlq"); // what fails again is not for this time
      int moved = 0;
      for (; moved < left && !returned.get(); moved++) {
        GetResponse deadLetter = channel.basicGet(queue + ".dlq", false);
        if (deadLetter == null) {
          break;
        }
        // The header x-clusterline-dead-letter-id says which stage begins again: keep the headers.
        channel.basicPublish("", queue, true, deadLetter.getProps(), deadLetter.getBody());
        channel.waitForConfirmsOrDie(10_000);
        if (!returned.get()) {
          channel.basicAck(deadLetter.getEnvelope().getDeliveryTag(), false);
        }
      }
      System.out.println(returned.get() ? "there is no queue " + queue : "moved " + moved);
      System.exit(returned.get() ? 1 : 0);
    }
  }
}
