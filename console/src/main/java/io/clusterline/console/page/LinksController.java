package io.clusterline.console.page;

import io.clusterline.console.dashboard.DashboardLink;
import io.clusterline.console.trace.TraceLink;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Leads from the page to traces and dashboards, which something else shows. */
@RestController
class LinksController {

  private final TraceLink trace;
  private final DashboardLink dashboard;

  LinksController(TraceLink trace, DashboardLink dashboard) {
    this.trace = trace;
    this.dashboard = dashboard;
  }

  /** Which links the page has. */
  @GetMapping(path = "/api/links", produces = MediaType.APPLICATION_JSON_VALUE)
  Map<String, Boolean> links() {
    return Map.of("trace", trace.isConfigured(), "dashboard", dashboard.isConfigured());
  }

  /**
   * @param cluster its key
   */
  @GetMapping("/trace")
  ResponseEntity<Void> trace(@RequestParam String cluster) {
    return redirect(trace.of(cluster));
  }

  /**
   * @param cluster its key
   */
  @GetMapping("/dashboard")
  ResponseEntity<Void> dashboard(@RequestParam String cluster) {
    return redirect(dashboard.of(cluster));
  }

  private static ResponseEntity<Void> redirect(Optional<URI> to) {
    return to.map(
            address -> ResponseEntity.status(HttpStatus.FOUND).location(address).<Void>build())
        .orElseGet(() -> ResponseEntity.notFound().build());
  }
}
