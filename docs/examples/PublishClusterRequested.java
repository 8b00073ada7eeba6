import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;

/** Asks for a cluster: {@code PublishClusterRequested.java <cluster name> <specification.json>}. */
public class PublishClusterRequested {

  static final String EVENT =
      """
      {"specversion":"1.0","type":"io.clusterline.ClusterRequested.v1","id":"%s",
       "source":"https://example.org/publisher","subject":"%s",
       "datacontenttype":"application/json","data":{"cluster":%s}}
      """;

  public static void main(String[] args) throws Exception {
    String event = EVENT.formatted(UUID.randomUUID(), args[0], Files.readString(Path.of(args[1])));
    ConnectionFactory factory = new ConnectionFactory();
    String uri = System.getenv("CLUSTERLINE_RABBITMQ_URI").split(",")[0]; // it may be a list
    if (uri.startsWith("amqps:")) { // by default the client verifies nothing
      factory.useSslProtocol(SSLContext.getDefault());
      factory.enableHostnameVerification();
    }
    factory.setUri(uri);
    try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
      AtomicBoolean unroutable = new AtomicBoolean();
      channel.addReturnListener(returned -> unroutable.set(true)); // comes before the confirm
      channel.confirmSelect();
      var persistent = new BasicProperties.Builder();
      persistent.contentType("application/cloudevents+json").deliveryMode(2);
      String key = "cluster-requested." + args[0];
      channel.basicPublish("clusterline.events", key, true, persistent.build(), event.getBytes());
      channel.waitForConfirmsOrDie(10_000);
      System.out.println(
          unroutable.get() ? "no queue receives it: is Clusterline running?" : "requested");
      System.exit(unroutable.get() ? 1 : 0);
    }
  }
}
