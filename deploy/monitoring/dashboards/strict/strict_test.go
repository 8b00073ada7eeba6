// Package strict decodes the generated dashboards with the strict decoder of Grafana's Foundation SDK, which only its Go edition
// has: a field that Grafana's schema does not know, and a value outside of its limits, are errors.
package strict

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/prometheus"
	"github.com/grafana/grafana-foundation-sdk/go/stat"
	"github.com/grafana/grafana-foundation-sdk/go/statetimeline"
	"github.com/grafana/grafana-foundation-sdk/go/table"
	"github.com/grafana/grafana-foundation-sdk/go/timeseries"
)

func TestGeneratedDashboardsAreStrictlyValid(t *testing.T) {
	runtime := cog.NewRuntime()
	runtime.RegisterPanelcfgVariant(stat.VariantConfig())
	runtime.RegisterPanelcfgVariant(statetimeline.VariantConfig())
	runtime.RegisterPanelcfgVariant(table.VariantConfig())
	runtime.RegisterPanelcfgVariant(timeseries.VariantConfig())
	runtime.RegisterDataqueryVariant(prometheus.VariantConfig())

	files, err := filepath.Glob("../../grafana/dashboards/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no dashboards (%v)", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var decoded dashboard.Dashboard
			report(t, "strict decoder", decoded.UnmarshalJSONStrict(raw))
			report(t, "validation", decoded.Validate())
		})
	}
}

// report fails the test for each error. The SDK returns an empty list where it found none, which is no nil error.
func report(t *testing.T, by string, err error) {
	var found cog.BuildErrors
	if errors.As(err, &found) {
		for _, each := range found {
			t.Errorf("%s: %v", by, each)
		}
	} else if err != nil {
		t.Errorf("%s: %v", by, err)
	}
}
