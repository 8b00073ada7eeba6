// Package strict decodes the generated dashboards with the strict decoder of Grafana's Foundation SDK, which only its Go edition
// has: a field that Grafana's schema does not know, and a value outside of its limits, are errors.
package strict

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/prometheus"
	"github.com/grafana/grafana-foundation-sdk/go/stat"
	"github.com/grafana/grafana-foundation-sdk/go/statetimeline"
	"github.com/grafana/grafana-foundation-sdk/go/table"
	"github.com/grafana/grafana-foundation-sdk/go/timeseries"
)

// generated is where npm run generate writes them.
const generated = "../../grafana/dashboards/"

func init() {
	runtime := cog.NewRuntime()
	runtime.RegisterPanelcfgVariant(stat.VariantConfig())
	runtime.RegisterPanelcfgVariant(statetimeline.VariantConfig())
	runtime.RegisterPanelcfgVariant(table.VariantConfig())
	runtime.RegisterPanelcfgVariant(timeseries.VariantConfig())
	runtime.RegisterDataqueryVariant(prometheus.VariantConfig())
}

func TestGeneratedDashboardsAreStrictlyValid(t *testing.T) {
	files, err := filepath.Glob(generated + "*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no dashboards (%v)", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			for _, problem := range problems(read(t, file)) {
				t.Error(problem)
			}
		})
	}
}

// What the test above would let through, were the decoder not strict or its list of errors always empty.
func TestBrokenDashboardsAreRefused(t *testing.T) {
	whole := string(read(t, generated+"clusterline-build.json"))
	for name, change := range map[string][2]string{
		"a field that the schema does not know": {`"schemaVersion":`, `"schemaVersoin":`},
		"a value of another type":               {`"refresh": "`, `"refresh": 5, "was": "`},
		"a panel's option of another name":      {`"showValue":`, `"showValues":`},
		"a value beyond its limits":             {`"fiscalYearStartMonth": 0`, `"fiscalYearStartMonth": 12`},
	} {
		t.Run(name, func(t *testing.T) {
			broken := strings.Replace(whole, change[0], change[1], 1)
			if broken == whole {
				t.Fatalf("no %s in it", change[0])
			}
			if found := problems([]byte(broken)); len(found) == 0 {
				t.Error("it passed")
			} else {
				t.Log(found)
			}
		})
	}
}

func read(t *testing.T, file string) []byte {
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// problems of a dashboard's JSON, none when it is valid.
func problems(raw []byte) []error {
	var decoded dashboard.Dashboard
	found := listed("strict decoder", decoded.UnmarshalJSONStrict(raw))
	return append(found, listed("validation", decoded.Validate())...)
}

// listed takes the SDK's list apart. It is empty where the SDK found none, which is no nil error.
func listed(by string, err error) []error {
	var list cog.BuildErrors
	if err == nil {
		return nil
	}
	if !errors.As(err, &list) {
		return []error{fmt.Errorf("%s: %w", by, err)}
	}
	var found []error
	for _, each := range list {
		found = append(found, fmt.Errorf("%s: %w", by, each))
	}
	return found
}
