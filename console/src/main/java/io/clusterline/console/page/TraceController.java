package io.clusterline.console.page;

import io.clusterline.console.trace.TraceLink;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Leads from the page to traces, which something else shows. */
@RestController
class TraceController {

  private final TraceLink link;

  TraceController(TraceLink link) {
    this.link = link;
  }

  /** Which links the page has. */
  @GetMapping(path = "/api/links", produces = MediaType.APPLICATION_JSON_VALUE)
  Map<String, Boolean> links() {
    return Map.of("trace", link.isConfigured());
  }

  /**
   * @param cluster its key
   */
  @GetMapping("/trace")
  ResponseEntity<Void> trace(@RequestParam String cluster) {
    return link.of(cluster)
        .map(address -> ResponseEntity.status(HttpStatus.FOUND).location(address).<Void>build())
        .orElseGet(() -> ResponseEntity.notFound().build());
  }
}
