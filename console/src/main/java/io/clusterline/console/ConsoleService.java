package io.clusterline.console;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Shows builds: page, metrics. When it is down, no build notices. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ConsoleService {

  public static void main(String[] arguments) {
    SpringApplication.run(ConsoleService.class, arguments);
  }
}
